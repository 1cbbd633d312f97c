"""A simulated heart strap for a real page in a real Chromium, over its own emulation of Bluetooth.

The emulation answers on the session of the whole browser; the window that asks which device is meant is answered on the
session of the page. The emulation sends no notifications: the page's own subscribed characteristic is read instead,
which fires the same event.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright

from material import chromium

SERVICE, MEASUREMENT, CONFIGURATION = (
    f"0000{short}-0000-1000-8000-00805f9b34fb" for short in ("180d", "2a37", "2902")
)
ADDRESS = "09:09:09:09:09:09"
# The page's subscribed characteristics, the newest last.
NOTE = """{
    const { startNotifications } = BluetoothRemoteGATTCharacteristic.prototype;
    document.subscribed = [];
    BluetoothRemoteGATTCharacteristic.prototype.startNotifications = function () {
        document.subscribed.push(this);
        return startNotifications.call(this);
    };
}"""


@contextmanager
def chromium_with_bluetooth(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium whose pages have Web Bluetooth, which is off by default on Linux."""
    path = chromium.find()
    assert path is not None, chromium.HOW
    flags = ["--no-sandbox", "--enable-features=WebBluetooth"]
    browser = playwright.chromium.launch(executable_path=path, args=flags)
    try:
        yield browser
    finally:
        browser.close()


def packet(
    rate: int,
    intervals: Sequence[float] = (),
    *,
    wide: bool = False,
    energy: int | None = None,
    contact: bool | None = None,
) -> bytes:
    """A Heart Rate Measurement: the rate in 8 or 16 bits, maybe energy, intervals in s."""
    flags = int(wide) | (0 if contact is None else 4 + 2 * contact)
    flags |= (0 if energy is None else 8) | (16 if intervals else 0)
    body = struct.pack("<BH" if wide else "<BB", flags, rate)
    if energy is not None:
        body += struct.pack("<H", energy)
    return body + b"".join(struct.pack("<H", round(one * 1024)) for one in intervals)


class Strap:
    """One strap that is in reach; the page's context must have ``NOTE`` as its first script."""

    def __init__(self, browser: Browser, context: BrowserContext, page: Page) -> None:
        self.page, self.value, self.reachable = page, b"", True
        self.cdp: CDPSession = browser.new_browser_cdp_session()
        chooser = context.new_cdp_session(page)
        chooser.send("DeviceAccess.enable")
        chosen: list[str] = []

        def choose(event: dict[str, Any]) -> None:
            if event["devices"] and not chosen:  # the prompt comes twice, and a second answer is an error
                chosen.append(event["id"])
                device = event["devices"][0]["id"]
                chooser.send("DeviceAccess.selectPrompt", {"id": event["id"], "deviceId": device})

        chooser.on("DeviceAccess.deviceRequestPrompted", choose)
        self.cdp.on("BluetoothEmulation.gattOperationReceived", self._gatt)
        self.cdp.on("BluetoothEmulation.characteristicOperationReceived", self._operation)
        self._send("enable", state="powered-on", leSupported=True)
        known = {"address": ADDRESS, "name": "Strap", "manufacturerData": [], "knownServiceUuids": [SERVICE]}
        self._send("simulatePreconnectedPeripheral", **known)

    def _send(self, method: str, **fields: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.cdp.send(f"BluetoothEmulation.{method}", fields)
        return answer

    def _gatt(self, event: dict[str, Any]) -> None:
        if event["type"] == "discovery":  # services are gone after each loss
            service = self._send("addService", address=ADDRESS, serviceUuid=SERVICE)["serviceId"]
            properties = {"notify": True, "read": True}
            made = self._send(
                "addCharacteristic", serviceId=service, characteristicUuid=MEASUREMENT, properties=properties
            )
            # Without this descriptor, notifications are refused: "GATT Error: Not supported."
            self._send(
                "addDescriptor", characteristicId=made["characteristicId"], descriptorUuid=CONFIGURATION
            )
        code = 0 if self.reachable or event["type"] != "connection" else 0x3E
        self._send("simulateGATTOperationResponse", address=ADDRESS, type=event["type"], code=code)

    def _operation(self, event: dict[str, Any]) -> None:
        told = {"characteristicId": event["characteristicId"], "type": event["type"], "code": 0}
        if event["type"] == "read":
            told["data"] = base64.b64encode(self.value).decode()
        self._send("simulateCharacteristicOperationResponse", **told)

    def tell(self, value: bytes) -> None:
        """Have the page hear one notification."""
        self.value = value
        self.page.evaluate("() => document.subscribed.at(-1).readValue().then(() => null)")

    def lose(self) -> None:
        """Go out of reach."""
        self.reachable = False
        self._send("simulateGATTDisconnection", address=ADDRESS)

    def come_back(self) -> None:
        """Be in reach again."""
        self.reachable = True

    def end(self) -> None:
        """Leave no emulation behind in the browser, where there may be only one."""
        self._send("disable")
        self.cdp.detach()

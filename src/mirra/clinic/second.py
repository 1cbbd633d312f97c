"""The second factor of staff: a code that an app makes every 30 s (TOTP, RFC 6238), or once each, a recovery code."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Literal

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from mirra.clinic import throttle
from mirra.clinic.keys import Keys
from mirra.clinic.refusals import Invalid, NotSignedIn, Refused
from mirra.clinic.tables import Account, RecoveryCode, Setting
from mirra.clinic.tokens import hashed, new_code, plain_code

SECONDS = 30
TOLERANCE = 1  # steps that a phone's clock may be off, either way
RECOVERY_CODES = 10
RECOVERY_GROUPS = 3  # of four letters: 59 bits
TRIES = 5  # wrong codes before waits begin, wherever they come from; then about 100 a day of 1,000,000
OFFER_FOR = timedelta(minutes=15)
ADMINS_NEED_IT = "admins_need_second"
NONCE = 12
Lacking = Literal["second_needed", "wrong_code"]


def step_of(secret: str, code: str, now: datetime, last: int | None = None) -> int | None:
    """The time step a code is of, within the tolerance; ``None`` for a wrong one, or of ``last`` or before."""
    current, plain = int(now.timestamp()) // SECONDS, "".join(code.split()).encode("utf-8", "replace")
    made = pyotp.HOTP(secret)
    matched = None
    for step in range(max(0, current - TOLERANCE), current + TOLERANCE + 1):
        if hmac.compare_digest(made.at(step).encode(), plain) and (last is None or step > last):
            matched = step
    return matched


def offer(db: Session, account: Account, now: datetime) -> tuple[str, str]:
    """A new secret, and the same sealed with its time, to come back with the first code; nothing is kept yet."""
    secret = pyotp.random_base32()
    return secret, _seal(db, f"{now.isoformat()} {secret}", f"offer {account.id}")


def link(account: Account, secret: str) -> str:
    """The otpauth address that an app scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name="mirra")


def confirm(db: Session, account: Account, sealed: str, code: str, now: datetime) -> list[str]:
    """Take an offered secret as the account's second factor, and give its recovery codes, new ones.

    Raises ``Invalid`` when the code is wrong, or the offer is too old or not this account's.
    """
    made, _, secret = (_unseal(db, sealed, f"offer {account.id}") or "").partition(" ")
    if not secret or not timedelta(0) <= now - datetime.fromisoformat(made) < OFFER_FOR:
        raise Invalid("offer_ended", "This set-up has ended.", todo="Begin again.")
    step = step_of(secret, code, now)
    if step is None:
        raise Invalid(
            "wrong_code", "This code is wrong.", where="code", todo="Type the code the app shows now."
        )
    account.second, account.second_step = _seal(db, secret, account.id), step
    return _new_recovery_codes(db, account)


def remove(db: Session, account: Account) -> None:
    """Take the second factor and its recovery codes away."""
    account.second = account.second_step = None
    db.execute(delete(RecoveryCode).where(RecoveryCode.account == account.id))


def lacking(db: Session, account: Account, code: str | None, now: datetime) -> Lacking | None:
    """What keeps somebody with the right password out; ``None`` when nothing does. A code that is right is used up."""
    if account.second is None:
        return None
    if not code:
        return "second_needed"
    secret = _unseal(db, account.second, account.id)
    step = step_of(secret, code, now, account.second_step) if secret else None
    if step is not None:
        account.second_step = step
        return None
    return None if _use_recovery_code(db, account, code, now) else "wrong_code"


def refusal(why: Lacking) -> Refused:
    """The answer to a sign-in that lacks its second factor."""
    if why == "second_needed":
        return NotSignedIn(
            why, "A code is needed too.", where="code", todo="Type the code your app shows now."
        )
    todo = "Type the code your app shows now. Each code works once."
    return NotSignedIn(why, "This code is wrong, or was used already.", where="code", todo=todo)


def tries(account: str) -> dict[str, int]:
    """What a try with a code counts against; only somebody who has the right password gets so far."""
    return {hashed(f"second factor of {account}"): TRIES}


def count_try(db: Session, account: str, now: datetime) -> int:
    """Count a code as wrong until it is forgiven, and give its number; raises ``TooManyTries`` when one must wait."""
    return throttle.count(db, tries(account), now)


def codes_left(db: Session, account: Account) -> int:
    """How many recovery codes were not used yet."""
    open_codes = (RecoveryCode.account == account.id, RecoveryCode.used.is_(None))
    return db.scalar(select(func.count()).select_from(RecoveryCode).where(*open_codes)) or 0


def admins_need_it(db: Session) -> bool:
    """Whether the clinic asks every admin for a second factor."""
    setting = db.get(Setting, ADMINS_NEED_IT)
    return setting is not None and setting.value == "yes"


def ask_admins(db: Session, needed: bool) -> None:
    """Decide whether every admin needs a second factor; one without is asked to set it up at the next request."""
    db.merge(Setting(name=ADMINS_NEED_IT, value="yes" if needed else "no"))


def _new_recovery_codes(db: Session, account: Account) -> list[str]:
    db.execute(delete(RecoveryCode).where(RecoveryCode.account == account.id))
    codes = [new_code(RECOVERY_GROUPS) for _ in range(RECOVERY_CODES)]
    db.add_all(RecoveryCode(code=_kept(db, account, code), account=account.id, used=None) for code in codes)
    return codes


def _use_recovery_code(db: Session, account: Account, code: str, now: datetime) -> bool:
    recovery_code = db.get(RecoveryCode, _kept(db, account, code))
    if recovery_code is None or recovery_code.used or recovery_code.account != account.id:
        return False
    recovery_code.used = now
    return True


def _kept(db: Session, account: Account, code: str) -> str:
    """What is kept of a recovery code; keyed, so that the database alone does not let anybody try them all."""
    content = f"{account.id} {plain_code(code)}".encode("utf-8", "replace")
    return hmac.digest(_keys(db).of("recovery codes"), content, "sha256").hex()


def _seal(db: Session, text: str, whose: str) -> str:
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(_keys(db).of("second factor")).encrypt(nonce, text.encode(), whose.encode())
    return base64.b64encode(nonce + sealed).decode()


def _unseal(db: Session, sealed: str, whose: str) -> str | None:
    """What was sealed; ``None`` when it was changed, is another account's, or was sealed under another key."""
    try:
        whole = base64.b64decode(sealed, validate=True)
        opened = AESGCM(_keys(db).of("second factor")).decrypt(whole[:NONCE], whole[NONCE:], whose.encode())
    except (ValueError, InvalidTag):
        return None
    return opened.decode()


def _keys(db: Session) -> Keys:
    clinic_keys = db.info["keys"]
    assert isinstance(clinic_keys, Keys)
    return clinic_keys

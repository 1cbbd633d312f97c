// Whose device this is: told to the session page through the store, with what that change means for what lies here.
import { misfit } from "../shared/fit";
import { endOthers } from "../shared/late";
import { plain, sealer } from "../shared/seal";
import { enrol, type Enrolled, rewrite, type Shelf } from "../shared/store";

/** This is the person's device from now on. Sessions that they cannot go on with end, another person's among them. */
export async function belongsTo(who: Enrolled): Promise<void> {
  await enrol(who);
  await tidy(who);
}

let sealed = false; // once a page: afterwards lines come sealed from the session page

/** End what nobody will go on with, and seal what was stored before the key was known. */
export async function tidy({ person, key }: Enrolled): Promise<void> {
  const seal = await sealer(key);
  await endOthers(person, seal);
  if (seal === plain || sealed) return;
  sealed = true;
  // Only what would have been sent as it is (a sealed line does not fit without a key): sealing would hide from this page
  // what it must not send.
  for (const shelf of ["lines", "entries"] satisfies Shelf[]) {
    await rewrite(shelf, (one) => (misfit(one, one.session, null, shelf) === null ? seal(one.session, one.seq, one.line) : one.line));
  }
}

/** The person leaves this device: no session of theirs is offered here again; what was not sent stays, sealed. */
export async function leaves(who: Enrolled | undefined): Promise<void> {
  const seal = await sealer(who?.key ?? null);
  await endOthers(null, seal);
}

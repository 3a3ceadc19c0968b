// What this device keeps: the list, the scans that wait to be sent, who came in here, and what must be looked into.
import type { Conflict, Entry, Prepared, Scan } from "./types";

const name = "expo-door";
/** Set while there is a database, because not every browser can list them. */
const flag = "expo-door";
const stores = { kept: undefined, scans: "n", entries: "id", conflicts: "key" } as const;

/** `isUnsent`: told here without a network, so no list of the server has it yet. */
export interface KeptEntry extends Entry { id: string; attendeeId: number; day: string; isUnsent: boolean }

export class DoorStore {
  private constructor(readonly db: IDBDatabase) {}

  static open(): Promise<DoorStore> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        for (const [store, keyPath] of Object.entries(stores)) request.result.createObjectStore(store, keyPath ? { keyPath, autoIncrement: keyPath === "n" } : {});
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        localStorage.setItem(flag, "1");
        resolve(new DoorStore(request.result));
      };
      request.onerror = () => reject(request.error ?? new Error("This browser keeps nothing for this page."));
    });
  }

  prepared(): Promise<Prepared | undefined> { return this.#run("kept", "readonly", store => store.get("list")); }

  async keep(list: Prepared): Promise<void> { await this.#run("kept", "readwrite", store => store.put(list, "list")); }

  /** Takes the list and the names away and leaves what waits to be sent. */
  async forget(): Promise<void> {
    for (const store of ["kept", "entries", "conflicts"] as const) await this.#run(store, "readwrite", s => s.clear());
  }

  async enqueue(scan: Scan): Promise<Scan> {
    const { n: _, ...fresh } = scan;
    return { ...fresh, n: await this.#run("scans", "readwrite", store => store.add(fresh)) as number };
  }

  async change(scan: Scan): Promise<void> { await this.#run("scans", "readwrite", store => store.put(scan)); }

  async remove(scan: Scan): Promise<void> { if (scan.n !== undefined) await this.#run("scans", "readwrite", store => store.delete(scan.n!)); }

  /** In the order in which they were made. */
  waiting(): Promise<Scan[]> { return this.#run("scans", "readonly", store => store.getAll()); }

  async enter(attendeeId: number, day: string, entry: Entry, isUnsent: boolean): Promise<void> {
    await this.#run("entries", "readwrite", store => store.put({ id: `${attendeeId} ${day}`, attendeeId, day, ...entry, isUnsent } satisfies KeptEntry));
  }

  /** A new list knows who is in, and whose check-in was taken back elsewhere, except of what was not sent yet. */
  async leaveToList(): Promise<void> {
    for (const { id, isUnsent } of await this.entries()) if (!isUnsent) await this.#run("entries", "readwrite", store => store.delete(id));
  }

  async leave(attendeeId: number, day: string): Promise<void> { await this.#run("entries", "readwrite", store => store.delete(`${attendeeId} ${day}`)); }

  entries(): Promise<KeptEntry[]> { return this.#run("entries", "readonly", store => store.getAll()); }

  async note(conflict: Conflict): Promise<void> { await this.#run("conflicts", "readwrite", store => store.put(conflict)); }

  conflicts(): Promise<Conflict[]> { return this.#run("conflicts", "readonly", store => store.getAll()); }

  async clearConflicts(): Promise<void> { await this.#run("conflicts", "readwrite", store => store.clear()); }

  close(): void { this.db.close(); }

  #run<T>(store: keyof typeof stores, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction(store, mode);
      const request = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("This device could not keep it."));
    });
  }
}

/** True where this device may have kept something for the door. */
export function hasStore(): boolean { return localStorage.getItem(flag) !== null; }

export function dropStore(): Promise<void> {
  localStorage.removeItem(flag);
  return new Promise(resolve => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

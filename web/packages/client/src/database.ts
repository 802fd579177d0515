// Opens a database of the browser. What is in it is its user's.

/** Some browsers leave an open request without an answer when storage is blocked or broken. */
const openWithinMs = 2_000;

/** Opens a database; a new one is given its stores by `make`. Rejects when the browser does not let it, or does not answer. */
export function openDatabase(
  factory: IDBFactory,
  name: string,
  make: (database: IDBDatabase) => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, 1);
    const late = () => reject(new Error(`opening ${name} took over ${openWithinMs} ms`));
    const timer = setTimeout(late, openWithinMs);
    request.onupgradeneeded = () => make(request.result);
    request.onsuccess = () => {
      clearTimeout(timer);
      resolve(request.result);
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(request.error);
    };
  });
}

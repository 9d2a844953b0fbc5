package hearth.pages;

import org.junit.jupiter.api.BeforeAll;

/** The same for models that lie in a database, in browsers that give a site no files of its own. */
class DamagedDatabaseTest extends DamagedStoreTest {
  private static final String DAMAGE = """
      async ({ file, damage }) => {
        const answer = request => new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const database = await answer(indexedDB.open('hearth'));
        const { id } = (await answer(database.transaction('files').objectStore('files').getAll())).find(record => record.url === file);
        const keys = (await answer(database.transaction('chunks').objectStore('chunks').getAllKeys())).filter(key => key[0] === id);
        const key = keys[keys.length >> 1];
        const chunk = await answer(database.transaction('chunks').objectStore('chunks').get(key));
        const bytes = new Uint8Array(await chunk.arrayBuffer());
        bytes[1000] ^= 1;
        const transaction = database.transaction('chunks', 'readwrite');
        if (damage === 'lost') transaction.objectStore('chunks').delete(key);
        else transaction.objectStore('chunks').put(new Blob([damage === 'short' ? bytes.subarray(0, 1000) : bytes]), key);
        await new Promise((done, failed) => { transaction.oncomplete = done; transaction.onabort = () => failed(transaction.error); });
        database.close();
        return bytes.length;
      }
      """;

  @BeforeAll
  void leaveOutFiles() {
    withoutFiles();
  }

  @Override
  String script() {
    return DAMAGE;
  }
}

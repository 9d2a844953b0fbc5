// Reads its share of a file of the origin's own, chunk by chunk into one buffer.
onmessage = async ({ data: { file, chunkBytes, share, shares } }) => {
  const access = await file.createSyncAccessHandle({ mode: 'read-only' });
  const buffer = new Uint8Array(chunkBytes), size = access.getSize();
  let bytes = 0;
  for (let at = share * chunkBytes; at < size; at += shares * chunkBytes) bytes += access.read(buffer, { at });
  access.close();
  postMessage(bytes);
};

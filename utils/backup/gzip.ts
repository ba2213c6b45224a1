/** Compresses with what every browser has had since 2023, in the background too. */
export async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await through(text, new CompressionStream('gzip')).arrayBuffer());
}

/** Rejects where the bytes are not what `gzip` made. */
export function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return through(bytes, new DecompressionStream('gzip')).text();
}

function through(data: BlobPart, stream: CompressionStream | DecompressionStream): Response {
  return new Response(new Blob([data]).stream().pipeThrough(stream));
}

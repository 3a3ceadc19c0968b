// Reads QR codes from pictures: ZXing as WebAssembly, served by this site. Loaded only when the camera is wanted, or the device prepared.
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";
import module from "zxing-wasm/reader/zxing_reader.wasm";

let ready: Promise<(picture: ImageBitmapSource) => Promise<string[]>> | null = null;

/** What stands in the QR codes of a picture. */
export function reader(): Promise<(picture: ImageBitmapSource) => Promise<string[]>> {
  return ready ??= load().catch(fault => { ready = null; throw fault; });
}

async function load(): Promise<(picture: ImageBitmapSource) => Promise<string[]>> {
  await prepareZXingModule({ overrides: { locateFile: () => module }, fireImmediately: true });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async picture => (await detector.detect(picture)).map(found => found.rawValue);
}

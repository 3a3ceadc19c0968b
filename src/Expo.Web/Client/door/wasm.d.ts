declare module "*.wasm" {
  /** Address of the file under a name that changes with its content. */
  const address: string;
  export default address;
}

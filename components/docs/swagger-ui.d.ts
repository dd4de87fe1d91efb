// What we use of swagger-ui-dist, which ships no types.
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  type Options = { domNode: HTMLElement; url: string; [option: string]: unknown }
  const SwaggerUIBundle: (options: Options) => unknown
  export default SwaggerUIBundle
}

// Shows openapi.yaml, which lies beside this page. Nothing is asked of any other server.
window.SwaggerUIBundle({
  url: 'openapi.yaml',
  dom_id: '#viewer',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
  persistAuthorization: false,
  validatorUrl: null,
});

/** Models and operations of the Docker Engine API, generated from Longshore's spec. */
module io.longshore.generated {
  requires com.google.gson;
  requires transitive io.swagger.v3.oas.annotations;
  requires transitive static org.jspecify;

  exports io.longshore.generated.engine.api;
  exports io.longshore.generated.engine.model;
  exports io.longshore.generated.experimental.api;
  exports io.longshore.generated.experimental.model;
  exports io.longshore.generated.runtime;
}

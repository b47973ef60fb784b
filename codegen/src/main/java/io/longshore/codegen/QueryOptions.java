package io.longshore.codegen;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The query of an operation as a schema with one property for each parameter, so that the generator makes a class of
 * it.
 */
final class QueryOptions {
  private QueryOptions() {}

  /** Returns the schema, or null where the operation has no query. */
  static @Nullable Schema<?> of(PathItem path, Operation operation) {
    ObjectSchema options = new ObjectSchema();
    Stream.of(path.getParameters(), operation.getParameters())
        .filter(parameters -> parameters != null)
        .flatMap(List::stream)
        .filter(parameter -> "query".equals(parameter.getIn()))
        .forEach(parameter -> options.addProperty(parameter.getName(), property(parameter)));
    if (options.getProperties() == null) {
      return null;
    }
    options.description(operation.getSummary());
    options.addExtension("x-options", operation.getOperationId());
    return options;
  }

  /** What stands beside a reference is ignored, so a reference goes into an `allOf`. */
  private static Schema<?> property(Parameter parameter) {
    Schema<?> type = parameter.getSchema();
    Schema<?> property = type.get$ref() == null ? type : new Schema<>().addAllOfItem(type);
    property.description(parameter.getDescription());
    Map<String, Object> extensions = new LinkedHashMap<>();
    if (type.getExtensions() != null) {
      extensions.putAll(type.getExtensions());
    }
    if (parameter.getExtensions() != null) {
      extensions.putAll(parameter.getExtensions());
    }
    property.setExtensions(extensions);
    return property;
  }
}

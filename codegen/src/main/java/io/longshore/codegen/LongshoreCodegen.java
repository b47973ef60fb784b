package io.longshore.codegen;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openapitools.codegen.CodegenModel;
import org.openapitools.codegen.CodegenOperation;
import org.openapitools.codegen.CodegenProperty;
import org.openapitools.codegen.languages.JavaClientCodegen;
import org.openapitools.codegen.model.ModelMap;
import org.openapitools.codegen.model.ModelsMap;
import org.openapitools.codegen.model.OperationsMap;

/**
 * The Java generator, with three things more: the query of an operation becomes a class of its own, which the generator
 * makes like a model, and expressions that mustache cannot put together are put together here and handed to the
 * templates as extensions.
 */
public final class LongshoreCodegen extends JavaClientCodegen {
  @Override
  public String getName() {
    return "longshore";
  }

  /** Keeps the generator's banner off the screen. */
  @Override
  public void postProcess() {}

  @Override
  public void preprocessOpenAPI(OpenAPI spec) {
    super.preprocessOpenAPI(spec);
    for (PathItem path : spec.getPaths().values()) {
      for (Operation operation : path.readOperations()) {
        Schema<?> options = QueryOptions.of(path, operation);
        if (options != null) {
          spec.getComponents().addSchemas(operation.getOperationId() + "Options", options);
        }
      }
    }
  }

  @Override
  public ModelsMap postProcessModels(ModelsMap models) {
    ModelsMap processed = super.postProcessModels(models);
    for (ModelMap map : processed.getModels()) {
      CodegenModel model = map.getModel();
      for (CodegenProperty property : model.vars) {
        Expressions.describe(property);
        if (model.vendorExtensions.containsKey("x-options")) {
          Expressions.describeOption(property);
        }
      }
    }
    return processed;
  }

  @Override
  public Map<String, ModelsMap> postProcessAllModels(Map<String, ModelsMap> models) {
    Map<String, ModelsMap> processed = super.postProcessAllModels(models);
    Map<String, CodegenModel> byClass = new HashMap<>();
    for (ModelsMap map : processed.values()) {
      map.getModels().forEach(model -> byClass.put(model.getModel().classname, model.getModel()));
    }
    for (CodegenModel model : byClass.values()) {
      model.vars.forEach(property -> Adders.describeDirect(property, byClass.get(property.dataType)));
    }
    return processed;
  }

  @Override
  public OperationsMap postProcessOperationsWithModels(OperationsMap operations, List<ModelMap> models) {
    OperationsMap processed = super.postProcessOperationsWithModels(operations, models);
    for (CodegenOperation operation : processed.getOperations().getOperation()) {
      Expressions.describe(operation);
    }
    return processed;
  }
}

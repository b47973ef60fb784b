package io.longshore.internal.flags;

import io.longshore.generated.engine.model.DeviceRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of {@code --device} and {@code --gpus}. */
public final class DeviceSpec {
  private static final Pattern CDI = Pattern.compile("[A-Za-z][\\w.-]*/[A-Za-z][\\w.-]*=\\w[\\w.:-]*");
  private static final Pattern PERMISSIONS = Pattern.compile("[rwm]{1,3}");

  private DeviceSpec() {}

  /** A device of the host: where it is, where the container has it, what is allowed. */
  public record Mapping(String onHost, String inContainer, String permissions) {}

  /** Whether this names a device of CDI and not a path. */
  public static boolean isCdi(String text) {
    return CDI.matcher(text).matches();
  }

  /** {@code onHost[:inContainer][:permissions]}. */
  public static Mapping device(String text) {
    String[] parts = text.split(":", -1);
    boolean shortened = parts.length == 2 && PERMISSIONS.matcher(parts[1]).matches();
    String permissions = shortened ? parts[1] : parts.length == 3 ? parts[2] : "rwm";
    String inContainer = parts.length == 1 || shortened ? parts[0] : parts[1];
    if (parts.length > 3 || !inContainer.startsWith("/") || !PERMISSIONS.matcher(permissions).matches()) {
      throw Values.wrong(text, "write /dev/onHost[:/dev/inContainer][:rwm]");
    }
    return new Mapping(parts[0], inContainer, permissions);
  }

  /** {@code all}, a number, or fields such as {@code device=0}. */
  public static DeviceRequest gpus(String text) {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> capabilities = new ArrayList<>();
    DeviceRequest.Builder request = DeviceRequest.builder();
    List<String> devices = null;
    Long count = null;
    for (String field : Fields.split(text)) {
      int equals = field.indexOf('=');
      String value = field.substring(equals + 1);
      switch (equals < 0 ? "count" : field.substring(0, equals)) {
        case "count" -> count = value.equals("all") ? -1L : Values.integer(value);
        case "driver" -> request.driver(value);
        case "device" -> devices = list(value);
        case "capabilities" -> capabilities.addAll(list(value));
        case "options" -> list(value).forEach(option -> options.putAll(KeyValueFile.with(Map.of(), option)));
        default -> throw Fields.unexpected(field.substring(0, equals));
      }
    }
    if (!capabilities.contains("gpu")) {
      capabilities.add("gpu");
    }
    return request.count(count(count, devices)).deviceIds(devices).capabilities(List.of(capabilities))
        .options(options).build();
  }

  private static long count(@Nullable Long count, @Nullable List<String> devices) {
    return count != null ? count : devices == null ? 1 : 0;
  }

  private static List<String> list(String value) {
    return Arrays.asList(value.split(",", -1));
  }
}

package io.longshore.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.longshore.generated.engine.api.ContainerApi;
import io.longshore.generated.runtime.Query;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever the spec has of the Engine API a program reaches through the wrapper: every operation with every parameter.
 */
class EverythingIsReachableTest {
  /** What is not, each with its reason. */
  private static final Map<String, String> LEFT_OUT = Map.of(
      "ContainerAttachWebsocket", "for browsers; attach() does more over the connection that is there",
      "ImageGet", "Images.save does the same with ImageGetAll, for one image and for many",
      "SystemPingHead", "ping() says the same, and every engine and proxy knows GET");

  private static final Set<String> NO_PARAMETERS = Set.of("request", "options");

  @Test
  void everyOperationWithEveryParameter() throws Exception {
    Set<String> called = called();
    Set<Class<?>> offered = offered();
    Map<String, String> unreached = new TreeMap<>();
    Set<String> seen = new TreeSet<>();
    for (Method start : operations()) {
      Class<?> operation = start.getReturnType();
      String name = operation.getSimpleName().replaceAll("Operation$", "");
      seen.add(name);
      Set<Class<?>> parameters = new HashSet<>(Set.of(operation));
      for (Method method : operation.getDeclaredMethods()) {
        if (method.getName().equals("options") && Query.class.isAssignableFrom(method.getParameterTypes()[0])) {
          parameters.add(method.getParameterTypes()[0]);
        }
      }
      parameters.removeAll(offered);
      for (Class<?> holder : parameters) {
        for (Method parameter : holder.getDeclaredMethods()) {
          boolean is = Modifier.isPublic(parameter.getModifiers()) && !NO_PARAMETERS.contains(parameter.getName());
          if (is && !called.contains(holder.getName().replace('.', '/') + "." + parameter.getName())) {
            unreached.put(name + "." + parameter.getName(), "cannot be set");
          }
        }
      }
      if (!called.contains(operation.getEnclosingClass().getName().replace('.', '/') + "." + start.getName())) {
        unreached.put(name, "is not called");
      }
    }
    unreached.keySet().removeIf(what -> LEFT_OUT.containsKey(what.split("\\.")[0]));
    assertEquals(Map.of(), unreached);
    seen.retainAll(LEFT_OUT.keySet());
    assertEquals(LEFT_OUT.keySet(), seen, "left out, and not in the spec");
  }

  /** Options that a program sets by itself, because a public method takes a consumer of them. */
  private static Set<Class<?>> offered() throws Exception {
    Set<Class<?>> offered = new HashSet<>();
    for (String name : WrapperClasses.in(WrapperClasses.folder()).keySet()) {
      if (name.equals("module-info")) {
        continue;
      }
      for (Method method : Class.forName(name.replace('/', '.')).getMethods()) {
        for (Type type : method.getGenericParameterTypes()) {
          if (type instanceof ParameterizedType consumer
              && consumer.getRawType() == Consumer.class
              && consumer.getActualTypeArguments()[0] instanceof Class<?> options
              && Query.class.isAssignableFrom(options)) {
            offered.add(options);
          }
        }
      }
    }
    return offered;
  }

  private static Set<Method> operations() throws Exception {
    Set<Method> operations = new HashSet<>();
    String folder = ContainerApi.class.getPackageName().replace('.', '/') + "/";
    for (String name : WrapperClasses.in(WrapperClasses.location(ContainerApi.class)).keySet()) {
      if (name.startsWith(folder) && name.endsWith("Api")) {
        for (Method method : Class.forName(name.replace('/', '.')).getDeclaredMethods()) {
          if (Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers())) {
            operations.add(method);
          }
        }
      }
    }
    return operations;
  }

  /** The methods that the wrapper's classes call, as class and name. */
  private static Set<String> called() throws IOException {
    Set<String> called = new TreeSet<>();
    for (String file : WrapperClasses.in(WrapperClasses.folder()).values()) {
      readCalls(new DataInputStream(new ByteArrayInputStream(file.getBytes(StandardCharsets.ISO_8859_1))), called);
    }
    return called;
  }

  /** Reads the constant pool of a class file: its references to methods. */
  private static void readCalls(DataInputStream in, Set<String> called) throws IOException {
    in.skipBytes(8);
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    int[][] pairs = new int[count][];
    Set<Integer> methods = new TreeSet<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 3, 4 -> in.skipBytes(4);
        case 5, 6 -> {
          in.skipBytes(8);
          i++; // They take two places.
        }
        case 7, 8, 16, 19, 20 -> pairs[i] = new int[] {in.readUnsignedShort()};
        case 15 -> in.skipBytes(3);
        default -> {
          pairs[i] = new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
          if (tag == 10 || tag == 11) {
            methods.add(i);
          }
        }
      }
    }
    for (int method : methods) {
      called.add(texts[pairs[pairs[method][0]][0]] + "." + texts[pairs[pairs[method][1]][0]]);
    }
  }
}

package io.longshore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public signatures of a module as text: a line for each class, its members indented below, all sorted. What may be
 * null shows. Types of the same package and of {@code java.lang} stand without their package.
 */
public final class ApiDump {
  private final String home;

  private ApiDump(String home) {
    this.home = home;
  }

  /**
   * Reads class files.
   *
   * @param classesDir where the compiler put them; what they refer to has to be on the class path
   * @param packageFilter says which packages belong to the public API
   * @return the text, which ends with a line feed
   */
  public static String of(Path classesDir, Predicate<String> packageFilter) {
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classesDir);
        URLClassLoader loader = new URLClassLoader(new URL[] {classesDir.toUri().toURL()},
            ApiDump.class.getClassLoader())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = classesDir.relativize(file).toString().replace('\\', '/').replace('/', '.');
        if (name.endsWith(".class") && !name.endsWith("-info.class")) {
          Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()), false, loader);
          if (packageFilter.test(type.getPackageName()) && isVisible(type)) {
            classes.add(type);
          }
        }
      }
      classes.sort((a, b) -> a.getName().compareTo(b.getName()));
      StringBuilder text = new StringBuilder();
      for (Class<?> type : classes) {
        new ApiDump(type.getPackageName()).append(text, type);
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
      if (c.isAnonymousClass() || c.isLocalClass() || c.isSynthetic() || !isVisible(c.getModifiers())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private void append(StringBuilder text, Class<?> type) {
    text.append(home).append('.').append(nested(type)).append(variables(type.getTypeParameters())).append(": ");
    text.append(header(type)).append('\n');
    List<String> members = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field.getModifiers()) && !field.isSynthetic()) {
        members.add(
            field.isEnumConstant()
                ? "enum " + field.getName()
                : modifiers(field.getModifiers()) + show(field.getAnnotatedType()) + " " + field.getName());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor.getModifiers()) && !constructor.isSynthetic()) {
        members.add(modifiers(constructor.getModifiers()) + "new" + parameters(constructor));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
        String variables = variables(method.getTypeParameters());
        members.add(
            modifiers(method.getModifiers() & ~(Modifier.TRANSIENT | Modifier.VOLATILE | Modifier.SYNCHRONIZED))
                + (method.isDefault() ? "default " : "")
                + (variables.isEmpty() ? "" : variables + " ")
                + show(method.getAnnotatedReturnType())
                + " "
                + method.getName()
                + parameters(method));
      }
    }
    Collections.sort(members);
    members.forEach(member -> text.append("  ").append(member).append('\n'));
  }

  /** Modifiers without {@code public}, which nearly everything here is. */
  private static String modifiers(int modifiers) {
    String text = Modifier.toString(modifiers & ~Modifier.PUBLIC);
    return text.isEmpty() ? "" : text + " ";
  }

  private String header(Class<?> type) {
    int ignored = Modifier.INTERFACE | Modifier.STATIC | (type.isInterface() ? Modifier.ABSTRACT : 0);
    ignored |= type.isEnum() || type.isRecord() ? Modifier.FINAL | Modifier.ABSTRACT : 0;
    StringBuilder text = new StringBuilder(modifiers(type.getModifiers() & ~ignored));
    text.append(type.isSealed() ? "sealed " : "");
    text.append(
        type.isAnnotation()
            ? "annotation"
            : type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class");
    if (type.isRecord()) {
      text.append(
          Arrays.stream(type.getRecordComponents())
              .map(component -> show(component.getAnnotatedType()) + " " + component.getName())
              .collect(Collectors.joining(", ", "(", ")")));
    }
    AnnotatedType parent = type.getAnnotatedSuperclass();
    if (parent != null && parent.getType() != Object.class && !type.isEnum() && !type.isRecord()) {
      text.append(" extends ").append(show(parent));
    }
    if (type.getInterfaces().length > 0 && !type.isAnnotation()) {
      text.append(type.isInterface() ? " extends " : " implements ").append(list(type.getAnnotatedInterfaces()));
    }
    if (type.isSealed() && !type.isEnum()) {
      text.append(
          Arrays.stream(type.getPermittedSubclasses())
              .map(this::name)
              .sorted()
              .collect(Collectors.joining(", ", " permits ", "")));
    }
    return text.toString();
  }

  private String parameters(Executable executable) {
    String text = "(" + list(executable.getAnnotatedParameterTypes()) + ")";
    if (executable.isVarArgs()) {
      text = text.substring(0, text.length() - "[])".length()) + "...)";
    }
    AnnotatedType[] thrown = executable.getAnnotatedExceptionTypes();
    return thrown.length == 0 ? text : text + " throws " + list(thrown);
  }

  private String variables(TypeVariable<?>[] variables) {
    return Arrays.stream(variables)
        .map(
            variable -> {
              String bounds = Arrays.stream(variable.getAnnotatedBounds())
                  .map(this::show)
                  .filter(bound -> !bound.equals("Object"))
                  .collect(Collectors.joining(" & "));
              return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
            })
        .collect(Collectors.joining(", ", variables.length == 0 ? "" : "<", variables.length == 0 ? "" : ">"));
  }

  private String list(AnnotatedType[] types) {
    return Arrays.stream(types).map(this::show).collect(Collectors.joining(", "));
  }

  /** Not {@code AnnotatedType.toString()}: its form changed between JDK releases. */
  private String show(AnnotatedType type) {
    boolean nullable = Arrays.stream(type.getAnnotations())
        .anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
    String mark = nullable ? "@Nullable " : "";
    if (type instanceof AnnotatedParameterizedType parameterized) {
      Type raw = ((ParameterizedType) type.getType()).getRawType();
      return mark + name((Class<?>) raw) + "<" + list(parameterized.getAnnotatedActualTypeArguments()) + ">";
    }
    if (type instanceof AnnotatedArrayType array) {
      return show(array.getAnnotatedGenericComponentType()) + (nullable ? " @Nullable []" : "[]");
    }
    if (type instanceof AnnotatedTypeVariable) {
      return mark + type.getType().getTypeName();
    }
    if (type instanceof AnnotatedWildcardType wildcard) {
      if (wildcard.getAnnotatedLowerBounds().length > 0) {
        return "? super " + list(wildcard.getAnnotatedLowerBounds());
      }
      String bounds = list(wildcard.getAnnotatedUpperBounds());
      return bounds.equals("Object") || bounds.isEmpty() ? "?" : "? extends " + bounds;
    }
    return mark + name((Class<?>) type.getType());
  }

  private String name(Class<?> type) {
    String in = type.getPackageName();
    return type.isPrimitive() || in.equals("java.lang") || in.equals(home) ? nested(type) : in + "." + nested(type);
  }

  /** The name without the package, a nested class after its outer one: {@code Outer.Inner}. */
  private static String nested(Class<?> type) {
    String name = type.getName();
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
  }
}

package io.longshore.contract;

import io.longshore.UnknownField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Where an engine does not keep the contract, as a page of the documentation lists it: the page is what the suite goes
 * by.
 *
 * <p>A test in the list has to fail there, so that the page does not outlive what it says. {@code (not run)} behind its
 * name is for one that would wait for what never comes, {@code (at times)} for one whose outcome is not always the
 * same.
 */
final class Deviations {
  static final Deviations NONE = new Deviations(Map.of(), Set.of());

  private static final Pattern TEST = Pattern.compile("`(\\w+Test\\.\\w+)`( \\(not run\\)| \\(at times\\))?");
  private static final Pattern FIELD = Pattern.compile("`(\\w+) (\\$\\S*|status)`");
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  private final Map<String, Deviation> tests;
  private final Set<String> fields;

  private record Deviation(String why, boolean run, boolean always) {}

  private Deviations(Map<String, Deviation> tests, Set<String> fields) {
    this.tests = tests;
    this.fields = fields;
  }

  /** The deviations that the tables of a page list: what differs, then the tests or the fields. */
  static Deviations of(String page) {
    Map<String, Deviation> tests = new HashMap<>();
    Set<String> fields = new HashSet<>();
    for (String line : read(Path.of(System.getProperty("longshore.root"), "docs", page))) {
      String[] cells = line.split("\\|");
      if (cells.length < 3) {
        continue;
      }
      for (Matcher test = TEST.matcher(cells[2]); test.find();) {
        String how = test.group(2) == null ? "" : test.group(2);
        tests.put(test.group(1), new Deviation(cells[1].strip(), !how.contains("not run"), !how.contains("at times")));
      }
      for (Matcher field = FIELD.matcher(cells[2]); field.find();) {
        fields.add(field.group(1) + " " + field.group(2));
      }
    }
    if (tests.isEmpty()) {
      throw new AssertionError("docs/" + page + " lists no test");
    }
    return new Deviations(Map.copyOf(tests), Set.copyOf(fields));
  }

  private static List<String> read(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the tests that are listed, as {@code Class.method}. */
  Set<String> tests() {
    return tests.keySet();
  }

  /** Whether the page knows that the engine sends this. */
  boolean has(UnknownField field) {
    return fields.contains(field.operation() + " " + INDEX.matcher(field.path()).replaceAll("[]"));
  }

  /** Lets a test that the page lists fail. */
  static final class Extension implements InvocationInterceptor {
    @Override
    public void interceptTestMethod(
        Invocation<Void> test, ReflectiveInvocationContext<Method> call, ExtensionContext context) throws Throwable {
      run(test, call);
    }

    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> test, ReflectiveInvocationContext<Method> call, ExtensionContext context) throws Throwable {
      run(test, call);
    }

    private static void run(Invocation<Void> test, ReflectiveInvocationContext<Method> call) throws Throwable {
      String name = call.getTargetClass().getSimpleName() + "." + call.getExecutable().getName();
      EngineUnderTest engine = call.getTarget().map(EngineTest.class::cast).orElseThrow().engine;
      Deviation known = engine.deviations().tests.get(name);
      if (known == null) {
        test.proceed();
        return;
      }
      if (!known.run()) {
        test.skip();
        throw new TestAbortedException(engine + " differs, not run: " + known.why());
      }
      try {
        test.proceed();
      } catch (Throwable e) {
        throw new TestAbortedException(engine + " differs: " + known.why(), e);
      }
      if (known.always()) {
        throw new AssertionError(engine + " keeps " + name + ": take it out of the list");
      }
    }
  }
}

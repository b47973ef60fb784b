package io.longshore.embedded.internal.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a method and path. {@code {id}} in a template is one segment, {@code {name...}} one or more
 * (image names hold slashes). Filled by one thread, then read by many.
 */
public final class Router {
  private record Route(String method, String template, Pattern path, List<String> names, Handler handler) {}

  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)(\\.\\.\\.)?}");

  private final String segment;
  private final List<Route> routes = new ArrayList<>();

  /** A router whose segments may hold anything but a slash. */
  public Router() {
    this("[^/]+");
  }

  /**
   * A router.
   *
   * @param segment what a segment may hold, as a regular expression
   */
  public Router(String segment) {
    this.segment = segment;
  }

  /** Adds a route; the first one that matches wins. */
  public Router add(String method, String template, Handler handler) {
    Matcher places = PLACE.matcher(template);
    StringBuilder pattern = new StringBuilder();
    List<String> names = new ArrayList<>();
    int end = 0;
    while (places.find()) {
      pattern.append(Pattern.quote(template.substring(end, places.start())));
      pattern.append(places.group(2) == null ? "(" + segment + ")" : "(.+)");
      names.add(places.group(1));
      end = places.end();
    }
    pattern.append(Pattern.quote(template.substring(end)));
    routes.add(new Route(method, template, Pattern.compile(pattern.toString()), names, handler));
    return this;
  }

  /** The method and template of every route. */
  public List<String> templates() {
    return routes.stream().map(route -> route.method + " " + route.template).toList();
  }

  /**
   * Finds a request's handler, and tells the request what is in the places of its template.
   *
   * @param path the path below the version prefix
   * @return null if no route matches
   */
  public @Nullable Handler find(HttpRequest request, String path) {
    for (Route route : routes) {
      Matcher matcher = route.path.matcher(path);
      if (route.method.equals(request.method()) && matcher.matches()) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < route.names.size(); i++) {
          values.put(route.names.get(i), matcher.group(i + 1));
        }
        request.pathValues(values);
        return route.handler;
      }
    }
    return null;
  }
}

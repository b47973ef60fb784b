package io.longshore.progress;

import io.longshore.DockerClient;
import io.longshore.registry.RegistryAuth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Draws docs/progress.svg: pulls an image for which the engine has no layer, and writes what a terminal shows while
 * layers are downloaded and unpacked, and at the end. Arguments: the engine's address, the image's reference, the file,
 * and the registry's user and password if it wants them. The picture has the name of the image without its registry.
 */
final class ProgressPicture {
  private static final int WIDTH = 80;
  private static final int HEIGHT = 24;
  private static final int LINE = 18;
  private static final double COLUMN = 7.83;
  private static final int MARGIN = 14;

  private ProgressPicture() {}

  public static void main(String[] arguments) throws Exception {
    String reference = arguments[1];
    Screen screen = new Screen(HEIGHT);
    List<String> half = new ArrayList<>();
    try (DockerClient docker = DockerClient.builder().host(arguments[0]).build();
        ConsoleProgress console = ConsoleProgress.show(
            c -> c.out(screen.out()).terminal(true).width(WIDTH)
                .title(reference.replaceFirst("^[^/]*[.:][^/]*/", "")))) {
      console.progress().onChange(state -> {
        Set<TransferPhase> phases = state.items().stream().map(TransferItem::phase).collect(Collectors.toSet());
        if (half.isEmpty() && state.timeLeft().isPresent() && phases.contains(TransferPhase.EXTRACTING)) {
          // The timer draws too.
          synchronized (console) {
            console.draw();
            half.addAll(screen.lines());
          }
        }
      });
      docker.images().pull(p -> {
        p.reference(reference).progress(console.progress());
        if (arguments.length > 4) {
          p.auth(RegistryAuth.password(arguments[3], arguments[4]));
        }
      });
    }
    Files.writeString(Path.of(arguments[2]), svg(half, screen.lines()));
  }

  private static String svg(List<String> half, List<String> end) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
    int width = (int) (WIDTH * COLUMN) + 2 * MARGIN;
    int height = (half.size() + end.size() + 3) * LINE + 2 * MARGIN;
    out.println("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height
        + "\" font-family=\"monospace\" font-size=\"13\">");
    out.println("<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#1b1f24\"/>");
    int y = MARGIN + LINE / 2;
    y = lines(out, y, "# during the pull", half);
    lines(out, y + LINE, "# the same lines at its end", end);
    out.println("</svg>");
    return text.toString(StandardCharsets.UTF_8);
  }

  private static int lines(PrintStream out, int top, String heading, List<String> lines) {
    int y = top + LINE / 2;
    line(out, y, "#8b949e", heading);
    for (String line : lines) {
      y += LINE;
      line(out, y, "#e6edf3", line);
    }
    return y + LINE / 2;
  }

  private static void line(PrintStream out, int y, String color, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    out.println("<text x=\"" + MARGIN + "\" y=\"" + y + "\" fill=\"" + color + "\" xml:space=\"preserve\" textLength=\""
        + Math.round(text.length() * COLUMN) + "\">" + escaped + "</text>");
  }
}

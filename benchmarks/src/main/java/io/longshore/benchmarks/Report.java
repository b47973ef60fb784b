package io.longshore.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells the results as they come, and writes them to a file. */
final class Report implements AutoCloseable {

  private final PrintWriter file;
  private final PrintWriter console = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  Report(Path path) throws IOException {
    this.file = new PrintWriter(Files.newBufferedWriter(path), true);
  }

  void line(String text) {
    console.println(text);
    file.println(text);
  }

  void heading(String text) {
    line("");
    line("## " + text);
    line("");
  }

  Table table(String... header) {
    return new Table(this, header);
  }

  @Override
  public void close() {
    file.close();
  }
}

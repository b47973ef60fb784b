package io.longshore.unit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is logged, kept. */
public final class LogRecords extends Handler {
  /** A logger that nothing refers to is forgotten, with its level and its handlers. */
  public static final Logger OURS = Logger.getLogger("io.longshore");

  private final List<LogRecord> seen = new CopyOnWriteArrayList<>();

  /** Of the library down to the smallest, and of the libraries that it uses what they say by default. */
  public static LogRecords ofEverything() {
    LogRecords records = new LogRecords();
    OURS.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(records);
    return records;
  }

  @Override
  public void publish(LogRecord entry) {
    seen.add(entry);
  }

  /** The records, in their order. */
  public List<LogRecord> seen() {
    return seen;
  }

  /** Whether any of them has these words, in its text or in its exception. */
  public boolean mention(String words) {
    SimpleFormatter whole = new SimpleFormatter();
    return seen.stream().anyMatch(each -> whole.format(each).contains(words));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

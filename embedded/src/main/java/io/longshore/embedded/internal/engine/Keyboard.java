package io.longshore.embedded.internal.engine;

import io.longshore.embedded.internal.process.Pipe;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * What a terminal does with what is typed, before a program reads it: echo, lines, line ends, backspace, ^C and ^D.
 * Typing by many threads is taken one after the other.
 */
final class Keyboard {
  private static final int LONGEST_LINE = 4095;
  private static final int INTERRUPT = 3;
  private static final int END = 4;

  private final Pipe stdin;
  private final Consumer<byte[]> echo;
  private final Runnable interrupt;
  private final byte[] line = new byte[LONGEST_LINE + 1];
  private int size;

  Keyboard(Pipe stdin, Consumer<byte[]> echo, Runnable interrupt) {
    this.stdin = stdin;
    this.echo = echo;
    this.interrupt = interrupt;
  }

  /** Takes keys; blocks while the program does not read. */
  synchronized void type(byte[] bytes, int length) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    for (int i = 0; i < length; i++) {
      int key = bytes[i] == '\r' ? '\n' : bytes[i];
      if (key == END) {
        show(shown);
        if (size == 0) {
          stdin.end();
        }
        pass();
      } else if (key == INTERRUPT) {
        shown.writeBytes(new byte[] {'^', 'C'});
        show(shown);
        size = 0;
        interrupt.run();
      } else if (key == '\b' || key == 127) {
        if (size > 0) {
          size--;
          shown.writeBytes(new byte[] {'\b', ' ', '\b'});
        }
      } else {
        line[size++] = (byte) key;
        echo(shown, key);
        if (key == '\n' || size == line.length) {
          show(shown);
          pass();
        }
      }
    }
    show(shown);
  }

  private static void echo(ByteArrayOutputStream shown, int key) {
    if (key == '\n') {
      shown.write('\r');
    }
    if (key >= 0 && key < ' ' && key != '\n' && key != '\t') {
      shown.write('^');
      shown.write(key + '@');
    } else {
      shown.write(key);
    }
  }

  private void show(ByteArrayOutputStream shown) {
    if (shown.size() > 0) {
      echo.accept(shown.toByteArray());
      shown.reset();
    }
  }

  private void pass() {
    int count = size;
    size = 0;
    stdin.write(line, 0, count);
  }
}

package io.longshore.embedded.internal.shell;

import io.longshore.embedded.internal.files.FileError;
import io.longshore.embedded.internal.tools.FilePrint;
import io.longshore.embedded.internal.tools.Refused;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where a shell's commands read from and print to. */
final class Redirects {
  private Redirects() {}

  /**
   * Runs a command with redirections.
   *
   * @param special whether one that fails ends the shell
   */
  static int run(Shell shell, List<Lexer.Token> redirects, boolean special, Parser.Command command) throws Exception {
    InputStream inBefore = shell.in;
    PrintStream outBefore = shell.out;
    PrintStream errBefore = shell.err;
    try {
      for (Lexer.Token redirect : redirects) {
        if (!redirect(shell, redirect)) {
          if (special) {
            throw new ShellError.Exit(1);
          }
          return 1;
        }
      }
      return command.run(shell);
    } finally {
      shell.in = inBefore;
      shell.out = outBefore;
      shell.err = errBefore;
    }
  }

  /** Redirects what the shell itself reads and prints from here on; ends it when that fails. */
  static int forGood(Shell shell, List<Lexer.Token> redirects) throws Exception {
    for (Lexer.Token redirect : redirects) {
      if (!redirect(shell, redirect)) {
        throw new ShellError.Exit(1);
      }
    }
    return 0;
  }

  private static boolean redirect(Shell shell, Lexer.Token redirect) throws Exception {
    if (redirect.text.startsWith("<<")) {
      boolean raw = redirect.target.startsWith("'");
      String body = redirect.target.substring(1);
      shell.in = new ByteArrayInputStream(
          (raw ? body : new Expansion(shell).document(body)).getBytes(StandardCharsets.UTF_8));
      return true;
    }
    String target = new Expansion(shell).text(redirect.target);
    if (redirect.text.equals(">&")) {
      if (!target.equals("1") && !target.equals("2")) {
        throw new Refused("the redirection >&" + target);
      }
      print(shell, redirect.descriptor, target.equals("2") ? shell.err : shell.out);
      return true;
    }
    boolean input = redirect.text.equals("<");
    try {
      if (input) {
        shell.in = target.equals("/dev/stdin") ? shell.in : shell.files().read(target);
        return true;
      }
      print(
          shell,
          redirect.descriptor,
          switch (target) {
            case "/dev/stderr" -> shell.err;
            case "/dev/stdout" -> shell.out;
            default ->
              new FilePrint(redirect.text.equals(">>") ? shell.files().append(target) : shell.files().write(target));
          });
      return true;
    } catch (FileError e) {
      String missing = input ? "no such file" : "nonexistent directory";
      String why = e.kind() == FileError.Kind.NOT_FOUND ? missing : e.getReason();
      shell.complain((input ? "can't open " : "can't create ") + target + ": " + why, 1);
      return false;
    }
  }

  private static void print(Shell shell, int descriptor, PrintStream stream) {
    if (descriptor == 2) {
      shell.err = stream;
    } else {
      shell.out = stream;
    }
  }
}

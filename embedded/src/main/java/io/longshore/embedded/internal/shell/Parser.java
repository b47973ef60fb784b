package io.longshore.embedded.internal.shell;

import io.longshore.embedded.internal.shell.Lexer.Kind;
import io.longshore.embedded.internal.shell.Lexer.Token;
import io.longshore.embedded.internal.tools.Glob;
import io.longshore.embedded.internal.tools.Refused;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes commands out of tokens, line by line: what stands before a mistake runs, as in every shell. */
final class Parser {
  /** A command, simple or compound. */
  @FunctionalInterface
  interface Command {
    /** Runs it and returns its exit code. */
    int run(Shell shell) throws Exception;
  }

  private record Choice(List<String> patterns, Command body) {}

  private static final Set<String> ENDS = Set.of("do", "done", "then", "else", "elif", "fi", "}", "esac");
  private static final String NAME = "[A-Za-z_]\\w*";

  private final Lexer lexer;
  private final Deque<Token> ahead = new ArrayDeque<>();

  /**
   * A parser.
   *
   * @param more whether more of the script may come: it is incomplete then, where it would be wrong without
   */
  Parser(String script, boolean more) {
    lexer = new Lexer(script, more);
  }

  private Token peek() {
    if (ahead.isEmpty()) {
      ahead.add(lexer.next());
    }
    return ahead.getFirst();
  }

  private Token take() {
    Token token = peek();
    ahead.removeFirst();
    return token;
  }

  private boolean isOperator(String text) {
    return peek().is(Kind.OPERATOR, text);
  }

  private boolean takeOperator(String text) {
    boolean found = isOperator(text);
    if (found) {
      take();
    }
    return found;
  }

  private boolean takeWord(String text) {
    boolean found = peek().is(Kind.WORD, text);
    if (found) {
      take();
    }
    return found;
  }

  private void expect(boolean found) {
    if (!found) {
      throw unexpected();
    }
  }

  private ShellError unexpected() {
    Token token = peek();
    String words = "syntax error: unexpected "
        + (token.kind == Kind.END ? token.text : "\"" + token.text.replace("\n", "newline") + "\"");
    return token.kind == Kind.END ? lexer.incomplete(words) : new ShellError(words);
  }

  private void skipNewlines() {
    while (takeOperator("\n")) {
      // The next one.
    }
  }

  /** The commands up to a line's end; null at the script's end. */
  @Nullable
  Command next() {
    skipNewlines();
    if (peek().kind == Kind.END) {
      return null;
    }
    Command line = list(true);
    expect(peek().kind == Kind.END || takeOperator("\n"));
    return line;
  }

  private boolean endsList() {
    Token token = peek();
    return switch (token.kind) {
      case END -> true;
      case OPERATOR -> !token.text.equals("(");
      case WORD -> ENDS.contains(token.text);
      case REDIRECT -> false;
    };
  }

  private Command list(boolean oneLine) {
    List<Command> commands = new ArrayList<>();
    if (!oneLine) {
      skipNewlines();
    }
    do {
      Command next = andOr();
      boolean background = takeOperator("&");
      commands.add(background ? shell -> shell.background(next) : next);
      boolean goesOn = background || takeOperator(";");
      if (!oneLine) {
        goesOn |= isOperator("\n");
        skipNewlines();
      }
      if (!goesOn) {
        break;
      }
    } while (!endsList());
    return shell -> {
      for (Command command : commands) {
        shell.last(command.run(shell));
        shell.runTraps();
      }
      return shell.last();
    };
  }

  private Command andOr() {
    Command command = pipeline();
    while (isOperator("&&") || isOperator("||")) {
      boolean and = take().text.equals("&&");
      skipNewlines();
      Command left = command;
      Command right = pipeline();
      command = shell -> {
        int code = shell.tested(left);
        shell.last(code);
        return (code == 0) == and ? right.run(shell) : code;
      };
    }
    return command;
  }

  private Command pipeline() {
    boolean not = takeWord("!");
    List<Command> parts = new ArrayList<>(List.of(command()));
    while (takeOperator("|")) {
      skipNewlines();
      parts.add(command());
    }
    Command whole = parts.size() == 1 ? parts.get(0) : shell -> shell.exitOnFailure(shell.pipeline(parts));
    return not ? shell -> shell.tested(whole) == 0 ? 1 : 0 : whole;
  }

  private Command command() {
    if (peek().kind == Kind.REDIRECT) {
      return simple();
    }
    Command command;
    if (takeOperator("(")) {
      Command inner = list(false);
      expect(takeOperator(")"));
      command = shell -> shell.exitOnFailure(shell.subshell(inner));
    } else {
      expect(peek().kind == Kind.WORD && !ENDS.contains(peek().text));
      switch (peek().text) {
        case "{" -> {
          take();
          command = list(false);
          expect(takeWord("}"));
        }
        case "while", "until" -> command = loop();
        case "for" -> command = forLoop();
        case "if" -> command = condition();
        case "case" -> command = choices();
        case "[[", "function", "time", "select", "coproc" -> throw new Refused(peek().text);
        default -> {
          return simple();
        }
      }
    }
    List<Token> redirects = new ArrayList<>();
    while (peek().kind == Kind.REDIRECT) {
      redirects.add(take());
    }
    Command inner = command;
    return redirects.isEmpty() ? inner : shell -> Redirects.run(shell, redirects, false, inner);
  }

  private Command loop() {
    boolean until = take().text.equals("until");
    Command condition = list(false);
    Command body = body();
    return shell -> {
      Integer code = 0;
      shell.loops++;
      try {
        while (code != null) {
          Integer test = round(shell, inner -> inner.tested(condition));
          if (test == null || (test == 0) == until) {
            break;
          }
          code = round(shell, body);
        }
      } finally {
        shell.loops--;
      }
      return code == null ? 0 : code;
    };
  }

  /** Runs a loop's body once; null when the loop is over. */
  private static @Nullable Integer round(Shell shell, Command body) throws Exception {
    try {
      return body.run(shell);
    } catch (ShellError.LoopControl e) {
      if (e.levels > 1 && shell.loops > 1) {
        throw new ShellError.LoopControl(e.levels - 1, e.goesOn);
      }
      return e.goesOn ? (Integer) 0 : null;
    }
  }

  private Command body() {
    skipNewlines();
    expect(takeWord("do"));
    Command body = list(false);
    expect(takeWord("done"));
    return body;
  }

  private Command forLoop() {
    take();
    expect(peek().kind == Kind.WORD && peek().text.matches(NAME));
    String name = take().text;
    List<String> words = new ArrayList<>();
    skipNewlines();
    if (takeWord("in")) {
      while (peek().kind == Kind.WORD) {
        words.add(take().text);
      }
      expect(takeOperator(";") || isOperator("\n"));
    } else {
      words.add("\"$@\"");
      takeOperator(";");
    }
    Command body = body();
    return shell -> {
      Integer code = 0;
      shell.loops++;
      try {
        for (String value : shell.expand(words)) {
          shell.set(name, value);
          code = round(shell, body);
          if (code == null) {
            return 0;
          }
        }
      } finally {
        shell.loops--;
      }
      return code;
    };
  }

  private Command condition() {
    take();
    Command test = list(false);
    expect(takeWord("then"));
    Command yes = list(false);
    Command no = shell -> 0;
    if (peek().is(Kind.WORD, "elif")) {
      no = condition();
    } else {
      if (takeWord("else")) {
        no = list(false);
      }
      expect(takeWord("fi"));
    }
    Command otherwise = no;
    return shell -> shell.tested(test) == 0 ? yes.run(shell) : otherwise.run(shell);
  }

  private Command choices() {
    take();
    expect(peek().kind == Kind.WORD);
    String word = take().text;
    skipNewlines();
    expect(takeWord("in"));
    skipNewlines();
    List<Choice> choices = new ArrayList<>();
    while (!takeWord("esac")) {
      takeOperator("(");
      List<String> patterns = new ArrayList<>();
      do {
        expect(peek().kind == Kind.WORD);
        patterns.add(take().text);
      } while (takeOperator("|"));
      expect(takeOperator(")"));
      skipNewlines();
      choices.add(new Choice(patterns, endsList() ? shell -> 0 : list(false)));
      skipNewlines();
      expect(takeOperator(";;") || peek().is(Kind.WORD, "esac"));
      skipNewlines();
    }
    return shell -> {
      String value = new Expansion(shell).text(word);
      for (Choice choice : choices) {
        for (String pattern : choice.patterns) {
          if (Glob.regex(new Expansion(shell).pattern(pattern)).matcher(value).matches()) {
            return choice.body.run(shell);
          }
        }
      }
      return 0;
    };
  }

  private Command simple() {
    List<String> words = new ArrayList<>();
    List<Token> redirects = new ArrayList<>();
    while (peek().kind == Kind.WORD || peek().kind == Kind.REDIRECT) {
      if (peek().kind == Kind.REDIRECT) {
        redirects.add(take());
      } else {
        words.add(take().text);
      }
      if (words.size() == 1 && redirects.isEmpty() && takeOperator("(")) {
        return function(words.get(0));
      }
    }
    expect(!isOperator("("));
    boolean special = !words.isEmpty() && Builtins.SPECIAL.contains(words.get(0));
    if (words.equals(List.of("exec"))) {
      return shell -> Redirects.forGood(shell, redirects);
    }
    return shell -> shell.exitOnFailure(Redirects.run(shell, redirects, special, inner -> inner.simple(words)));
  }

  private Command function(String name) {
    expect(takeOperator(")") && name.matches(NAME));
    skipNewlines();
    Command body = command();
    return shell -> {
      shell.functions.put(name, body);
      return 0;
    };
  }
}

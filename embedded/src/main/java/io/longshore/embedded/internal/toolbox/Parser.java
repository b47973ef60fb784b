package io.longshore.embedded.internal.toolbox;

import java.util.ArrayList;
import java.util.List;

/** Makes commands out of tokens. */
final class Parser {
  /** A command, simple or compound. */
  @FunctionalInterface
  interface Command {
    /** Runs it and returns its exit code. */
    int run(Shell shell) throws Exception;
  }

  private final List<Lexer.Token> tokens;
  private int at;

  private Parser(List<Lexer.Token> tokens) {
    this.tokens = tokens;
  }

  static Command parse(String script) {
    Parser parser = new Parser(Lexer.tokens(script));
    Command command = parser.list();
    if (parser.at < parser.tokens.size()) {
      throw parser.unexpected();
    }
    return command;
  }

  private IllegalArgumentException unexpected() {
    String what = at < tokens.size() ? "\"" + tokens.get(at).text() + "\"" : "end of file";
    return new IllegalArgumentException("syntax error: unexpected " + what);
  }

  private boolean isOperator(String text) {
    return at < tokens.size() && !tokens.get(at).isWord() && tokens.get(at).text().equals(text);
  }

  private boolean isWord(String text) {
    return at < tokens.size() && tokens.get(at).isWord() && tokens.get(at).text().equals(text);
  }

  private void expectWord(String text) {
    if (!isWord(text)) {
      throw unexpected();
    }
    at++;
  }

  private void skipNewlines() {
    while (isOperator("\n")) {
      at++;
    }
  }

  private boolean endsList() {
    return at >= tokens.size()
        || isOperator(")")
        || tokens.get(at).isWord()
            && List.of("do", "done", "then", "else", "elif", "fi", "}").contains(tokens.get(at).text());
  }

  private Command list() {
    List<Command> commands = new ArrayList<>();
    skipSeparators();
    while (!endsList()) {
      Command next = andOr();
      if (isOperator("&")) {
        at++;
        commands.add(shell -> shell.background(next));
      } else {
        commands.add(next);
        if (!endsList() && !isOperator(";") && !isOperator("\n")) {
          throw unexpected();
        }
      }
      skipSeparators();
    }
    return shell -> {
      for (Command command : commands) {
        shell.last(command.run(shell));
      }
      return commands.isEmpty() ? 0 : shell.last();
    };
  }

  private void skipSeparators() {
    while (isOperator(";") || isOperator("\n")) {
      at++;
    }
  }

  private Command andOr() {
    Command command = pipeline();
    while (isOperator("&&") || isOperator("||")) {
      boolean and = isOperator("&&");
      at++;
      skipNewlines();
      Command left = command;
      Command right = pipeline();
      command =
          shell -> {
            int code = left.run(shell);
            shell.last(code);
            return (code == 0) == and ? right.run(shell) : code;
          };
    }
    return command;
  }

  private Command pipeline() {
    boolean not = isWord("!");
    at += not ? 1 : 0;
    Command command = command();
    while (isOperator("|")) {
      at++;
      skipNewlines();
      Command left = command;
      Command right = command();
      command = shell -> shell.pipe(left, right);
    }
    Command whole = command;
    return not ? shell -> whole.run(shell) == 0 ? 1 : 0 : whole;
  }

  private Command command() {
    if (at >= tokens.size()) {
      throw unexpected();
    }
    Command command;
    if (isOperator("(")) {
      at++;
      Command inner = list();
      if (!isOperator(")")) {
        throw unexpected();
      }
      at++;
      command = shell -> shell.subshell(inner);
    } else if (!tokens.get(at).isWord()) {
      throw unexpected();
    } else {
      switch (tokens.get(at).text()) {
        case "{" -> {
          at++;
          command = list();
          expectWord("}");
        }
        case "while", "until" -> command = loop();
        case "for" -> command = forLoop();
        case "if" -> command = condition();
        default -> {
          return simple();
        }
      }
    }
    List<String> redirects = new ArrayList<>();
    while (at < tokens.size() && tokens.get(at).isWord() && Shell.isRedirect(tokens.get(at).text())) {
      addRedirect(redirects);
    }
    Command inner = command;
    return redirects.isEmpty() ? inner : shell -> shell.redirected(redirects, inner);
  }

  private Command loop() {
    boolean until = isWord("until");
    at++;
    Command condition = list();
    Command body = body();
    return shell -> {
      int code = 0;
      while ((condition.run(shell) == 0) != until) {
        try {
          code = body.run(shell);
        } catch (Shell.LoopControl e) {
          if (!e.goesOn) {
            return 0;
          }
        }
      }
      return code;
    };
  }

  private Command body() {
    expectWord("do");
    Command body = list();
    expectWord("done");
    return body;
  }

  private Command forLoop() {
    at++;
    String name = tokens.get(at++).text();
    List<String> words = new ArrayList<>();
    if (isWord("in")) {
      at++;
      while (at < tokens.size() && tokens.get(at).isWord()) {
        words.add(tokens.get(at++).text());
      }
    } else {
      words.add("\"$@\"");
    }
    skipSeparators();
    Command body = body();
    return shell -> {
      int code = 0;
      for (String value : shell.expand(words)) {
        shell.set(name, value);
        try {
          code = body.run(shell);
        } catch (Shell.LoopControl e) {
          if (!e.goesOn) {
            return 0;
          }
        }
      }
      return code;
    };
  }

  private Command condition() {
    at++;
    Command test = list();
    expectWord("then");
    Command yes = list();
    Command no = shell -> 0;
    if (isWord("elif")) {
      no = condition();
      return choose(test, yes, no);
    }
    if (isWord("else")) {
      at++;
      no = list();
    }
    expectWord("fi");
    return choose(test, yes, no);
  }

  private static Command choose(Command test, Command yes, Command no) {
    return shell -> test.run(shell) == 0 ? yes.run(shell) : no.run(shell);
  }

  private void addRedirect(List<String> redirects) {
    String redirect = tokens.get(at++).text();
    if (redirect.endsWith(">") || redirect.endsWith("<")) {
      if (at >= tokens.size() || !tokens.get(at).isWord()) {
        throw unexpected();
      }
      redirect += tokens.get(at++).text();
    }
    redirects.add(redirect);
  }

  private Command simple() {
    List<String> words = new ArrayList<>();
    List<String> redirects = new ArrayList<>();
    while (at < tokens.size() && tokens.get(at).isWord()) {
      if (Shell.isRedirect(tokens.get(at).text())) {
        addRedirect(redirects);
      } else {
        words.add(tokens.get(at++).text());
      }
    }
    if (isOperator("(")) {
      throw unexpected();
    }
    return shell -> shell.redirected(redirects, inner -> inner.simple(words));
  }
}

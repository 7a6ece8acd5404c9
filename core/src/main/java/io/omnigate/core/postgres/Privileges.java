package io.omnigate.core.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How PostgreSQL's programs are run. PostgreSQL refuses to be root, so under root it runs as nobody
 * of a user namespace (files stay root's), or, where those are refused, as the user {@link
 * #NOBODY}. In its own session a Ctrl-C in the terminal reaches the gateway alone, which stops the
 * server when it has drained. And it is told to stop when the thread that started it dies, so that
 * not even a killed gateway leaves a server behind; where no such thing exists (macOS) a left-over
 * server is stopped by the next start.
 *
 * @param prefix goes before a program and its arguments
 * @param owner the number of the user who has to own the server's files
 */
record Privileges(List<String> prefix, int owner) {
  /** The unprivileged user and group that every Linux knows by number. */
  static final int NOBODY = 65534;

  private static final int ROOT = 0;

  /** Java's name for a user whom the system does not know. */
  private static final String NAMELESS = "?";

  private static final String END_WITH_US = "--pdeathsig=INT";
  private static final long PROBE_SECONDS = 10;

  /** What works for this process on this machine. */
  static Privileges find(Path home) {
    int self = (int) new UnixSystem().getUid();
    boolean named = !NAMELESS.equals(System.getProperty("user.name"));
    return candidates(self, named).stream()
        .filter(Privileges::works)
        .filter(candidate -> candidate.reaches(home))
        .findFirst()
        .orElseThrow(() -> refusal(self, home));
  }

  /** For root: without a user namespace, as the user {@link #NOBODY}. */
  static Privileges dropped() {
    return new Privileges(
        List.of(
            "setsid",
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            END_WITH_US,
            "--"),
        NOBODY);
  }

  /** {@code program} and its arguments as they are to be run. */
  List<String> command(List<String> program) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(program);
    return command;
  }

  /**
   * What may work, the best first.
   *
   * @param named whether the system knows the user by a name; initdb insists on one, and in
   *     containers that run under any number there is none
   */
  static List<Privileges> candidates(int self, boolean named) {
    Privileges inNamespace =
        new Privileges(List.of("unshare", "-U", "setsid", "setpriv", END_WITH_US, "--"), self);
    if (self == ROOT) {
      return List.of(inNamespace, dropped());
    }
    Privileges watched = new Privileges(List.of("setsid", "setpriv", END_WITH_US, "--"), self);
    Privileges plain = new Privileges(List.of(), self);
    return named ? List.of(watched, plain) : List.of(inNamespace, watched, plain);
  }

  private boolean works() {
    return succeeds("true");
  }

  private boolean reaches(Path home) {
    return succeeds("test", "-x", home.toString());
  }

  private boolean succeeds(String... program) {
    try {
      Process probe =
          new ProcessBuilder(command(List.of(program)))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
        probe.destroyForcibly();
        return false;
      }
      return probe.exitValue() == 0;
    } catch (IOException e) {
      return false; // one of the tools is not there
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static PostgresException refusal(int self, Path home) {
    return new PostgresException(
        self == ROOT
            ? "PostgreSQL refuses to run as root, and it cannot be run as another user here: it"
                + " needs unshare or setpriv (util-linux), and a folder "
                + home
                + " whose parents others may enter. Start the gateway as an ordinary user, or"
                + " choose another folder (--data)."
            : "The folder " + home + " cannot be entered: choose another one (--data).");
  }
}

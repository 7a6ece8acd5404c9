package io.omnigate.gateway;

import io.omnigate.core.error.Failure;
import io.omnigate.core.postgres.PostgresException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Says in one line why the gateway cannot start and what to do. */
final class StartProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartProblem(String line) {
    super(line, null, false, false);
  }

  /**
   * Makes sure that a port can be listened on, before anything is begun that would have to be
   * undone.
   *
   * @param option the command line's way to choose another port
   * @throws StartProblem where it cannot
   */
  static void requireFree(String host, int port, String option) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw new StartProblem("The host " + host + " to listen on is not known here.");
    } catch (BindException e) {
      throw new StartProblem(
          "Port "
              + port
              + " of "
              + host
              + " cannot be listened on ("
              + e.getMessage()
              + "); stop who has it, or choose another port with "
              + option
              + ".");
    } catch (IOException e) {
      throw new StartProblem("Port " + port + " of " + host + ": " + e.getMessage());
    }
  }

  /** The line for whatever stopped the start. */
  static String line(Throwable cause) {
    return switch (cause) {
      case StartProblem told -> String.valueOf(told.getMessage());
      case Failure failure -> failure.detail();
      case PostgresException told -> String.valueOf(told.getMessage());
      case UncheckedIOException io -> "Cannot read or write: " + io.getCause();
      default -> "The start failed: " + cause;
    };
  }
}

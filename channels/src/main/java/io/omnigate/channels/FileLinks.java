package io.omnigate.channels;

import io.omnigate.core.id.Signer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Addresses under which a customer downloads a file of ours without signing in: signed, so that
 * nobody makes one up, and good for 30 days. Whoever holds one may have the file.
 */
public final class FileLinks {
  /** Where they are served. */
  public static final String PATH = "/files/";

  private static final String PURPOSE = "file-link";
  private static final Duration GOOD_FOR = Duration.ofDays(30);

  private final Signer signer;
  private final String publicUrl;
  private final InstantSource clock;

  /**
   * Links.
   *
   * @param publicUrl where customers reach the gateway, without a trailing slash
   */
  public FileLinks(Signer signer, String publicUrl, InstantSource clock) {
    this.signer = signer;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  /** The address of a file, from now on. */
  public String url(String attachment) {
    long until = clock.instant().plus(GOOD_FOR).getEpochSecond();
    return publicUrl + PATH + signer.sign(PURPOSE, attachment + '.' + until);
  }

  /** The file that such a token is for; empty where it was not signed here or has run out. */
  public Optional<String> attachment(String token) {
    return signer.verify(PURPOSE, token).flatMap(this::current);
  }

  private Optional<String> current(String value) {
    int dot = value.lastIndexOf('.');
    Instant until = Instant.ofEpochSecond(Long.parseLong(value.substring(dot + 1)));
    return clock.instant().isBefore(until)
        ? Optional.of(value.substring(0, dot))
        : Optional.empty();
  }
}

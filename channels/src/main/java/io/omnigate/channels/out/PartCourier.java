package io.omnigate.channels.out;

import io.omnigate.channels.FileLinks;
import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sends a message in as many calls as its provider wants: the parts of the text, links to the files
 * that the provider does not take, then the files that it does.
 */
public final class PartCourier implements Courier {
  private static final int MAX_PARTS = 25;

  private final Vertx vertx;
  private final PartSender sender;
  private final FileLinks links;

  /** A courier that sends by {@code sender}. */
  public PartCourier(Vertx vertx, PartSender sender, FileLinks links) {
    this.vertx = vertx;
    this.sender = sender;
    this.links = links;
  }

  @Override
  public Future<DeliveryOutcome> deliver(Delivery delivery) {
    if (delivery.message().recipient().isBlank()) {
      return failed("The ticket has no address to answer to.");
    }
    if (delivery.content().text().isBlank() && delivery.content().files().isEmpty()) {
      return failed("The answer has no text.");
    }
    PartRun run = new PartRun(vertx, delivery, sender::recognisesRepeats);
    return sender
        .instead(delivery)
        .orElseGet(
            () ->
                new FileUploads(sender.files(), delivery, run)
                    .all()
                    .compose(uploaded -> send(delivery, uploaded, run)));
  }

  private Future<DeliveryOutcome> send(
      Delivery delivery, FileUploads.Uploaded uploaded, PartRun run) {
    Optional<DeliveryOutcome> hindered = uploaded.hindered();
    if (hindered.isPresent()) {
      return Future.succeededFuture(hindered.get());
    }
    List<PartRun.Part> parts = new ArrayList<>();
    String text = delivery.content().text();
    if (!text.isBlank()) {
      parts.addAll(texts(delivery, text));
    }
    if (!uploaded.toLink().isEmpty()) {
      parts.addAll(texts(delivery, links(uploaded.toLink())));
    }
    uploaded.ready().forEach(ready -> parts.add(index -> ready.send(delivery)));
    return parts.size() > MAX_PARTS
        ? failed(
            "It would go out in "
                + parts.size()
                + " messages, and "
                + MAX_PARTS
                + " is the most. Send a shorter one.")
        : run.go(parts);
  }

  private List<PartRun.Part> texts(Delivery delivery, String text) {
    return sender.parts(text).stream()
        .<PartRun.Part>map(part -> index -> sender.send(delivery, part, index))
        .toList();
  }

  private String links(List<Delivery.File> files) {
    return files.stream()
        .map(file -> file.content().name() + ": " + links.url(file.id()))
        .collect(Collectors.joining("\n"));
  }

  private static Future<DeliveryOutcome> failed(String reason) {
    return Future.succeededFuture(new DeliveryOutcome.Failed(reason));
  }
}

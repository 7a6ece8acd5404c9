package io.omnigate.channels.out;

import io.omnigate.channels.FileLinks;
import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.Delivery;
import io.omnigate.core.outbox.DeliveryOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sends a message in as many calls as its provider wants: the parts of the text, links to the files
 * that the provider does not take, then the files that it does.
 */
public final class PartCourier implements Courier {
  private static final int MAX_PARTS = 25;

  private final Vertx vertx;
  private final ProviderApi api;
  private final Function<ProviderApi, PartSender> senders;
  private final FileLinks links;
  private final Duration patience;

  /**
   * A courier.
   *
   * @param senders makes what is the provider's own for one message, of an API that answers within
   *     the time of that message
   * @param patience how long one message may take
   */
  PartCourier(
      Vertx vertx,
      ProviderApi api,
      Function<ProviderApi, PartSender> senders,
      FileLinks links,
      Duration patience) {
    this.vertx = vertx;
    this.api = api;
    this.senders = senders;
    this.links = links;
    this.patience = patience;
  }

  @Override
  public Future<DeliveryOutcome> deliver(Delivery delivery) {
    if (delivery.message().recipient().isBlank()) {
      return failed("The ticket has no address to answer to.");
    }
    if (delivery.content().text().isBlank() && delivery.content().files().isEmpty()) {
      return failed("The answer has no text.");
    }
    SendTime time = new SendTime(patience);
    PartSender sender = senders.apply(api.within(time));
    PartRun run = new PartRun(vertx, delivery, time, sender::recognisesRepeats);
    return sender
        .instead(delivery)
        .orElseGet(
            () ->
                new FileUploads(sender.files(), delivery, run)
                    .all()
                    .compose(uploaded -> send(sender, delivery, uploaded, run)));
  }

  private Future<DeliveryOutcome> send(
      PartSender sender, Delivery delivery, FileUploads.Uploaded uploaded, PartRun run) {
    Optional<DeliveryOutcome> hindered = uploaded.hindered();
    if (hindered.isPresent()) {
      return Future.succeededFuture(hindered.get());
    }
    List<String> texts = new ArrayList<>();
    String text = delivery.content().text();
    if (!text.isBlank()) {
      texts.addAll(sender.parts(text));
    }
    if (!uploaded.toLink().isEmpty()) {
      texts.addAll(sender.parts(links(uploaded.toLink())));
    }
    int messages = texts.size() + uploaded.ready().size();
    if (messages > MAX_PARTS) {
      return failed(
          "It would go out in "
              + messages
              + " messages, and "
              + MAX_PARTS
              + " is the most. Send a shorter one.");
    }
    List<PartSender.Call> calls = new ArrayList<>(sender.calls(delivery, texts));
    uploaded
        .ready()
        .forEach(ready -> calls.add(new PartSender.Call(1, index -> ready.send(delivery))));
    return run.go(calls);
  }

  private String links(List<Delivery.File> files) {
    return files.stream()
        .map(file -> file.name() + ": " + links.url(file.id()))
        .collect(Collectors.joining("\n"));
  }

  private static Future<DeliveryOutcome> failed(String reason) {
    return Future.succeededFuture(new DeliveryOutcome.Failed(reason));
  }
}

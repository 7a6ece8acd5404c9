package io.omnigate.gateway;

import io.omnigate.channels.Channel;
import io.omnigate.channels.ChannelContext;
import io.omnigate.channels.FileLinks;
import io.omnigate.channels.chat.ChatChannel;
import io.omnigate.channels.kinds.ChannelKinds;
import io.omnigate.core.config.Section;
import io.omnigate.core.contact.EmailAddress;
import io.omnigate.core.id.Signer;
import io.omnigate.core.outbox.ConfirmationLinks;
import io.omnigate.core.outbox.Courier;
import io.omnigate.core.outbox.MessageIds;
import io.omnigate.core.outbox.Templates;
import io.omnigate.core.outbox.Wording;
import io.omnigate.gateway.api.Directory;
import io.omnigate.gateway.api.FirstAgents;
import io.omnigate.gateway.config.BadConfig;
import io.omnigate.gateway.config.Config;
import io.omnigate.gateway.config.MailConfig;
import io.omnigate.gateway.config.Reading;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the configuration comes to: checked as a whole, with its channels made.
 *
 * @param channels by id, in the order of the file
 * @param directory what agents are told of departments and channels
 * @param messageIds issues and recognises the Message-IDs of our mail
 * @param couriers the ways out, by channel; what is to leave by a channel without one waits
 * @param wording the words of what no person writes
 * @param fileLinks where customers download files that agents sent
 * @param confirmations the links of mails that ask whether an address is right
 * @param acknowledging the ids of the channels whose customers hear of their tickets
 */
record Setup(
    Config config,
    Map<String, Channel> channels,
    Directory directory,
    MessageIds messageIds,
    Map<String, Courier> couriers,
    Wording wording,
    FileLinks fileLinks,
    ConfirmationLinks confirmations,
    Set<String> acknowledging) {

  /**
   * Makes the channels.
   *
   * @throws BadConfig with every mistake of the configuration, the channels' included
   */
  static Setup of(Reading reading, Vertx vertx, InstantSource clock, SecureRandom random)
      throws BadConfig {
    Config config = reading.config();
    Signer signer = new Signer(config.secret());
    MessageIds messageIds = new MessageIds(signer, mailDomain(config));
    ChannelContext context =
        new ChannelContext(
            vertx,
            signer,
            messageIds,
            ownDomains(config),
            clock,
            random,
            config.http().publicUrl(),
            config.departments().keySet(),
            config.phoneRegion(),
            config.outbox().deadline());
    Map<String, Channel> channels = new LinkedHashMap<>();
    List<Directory.ChannelInfo> infos = new ArrayList<>();
    Set<String> acknowledging = new HashSet<>();
    for (Section section : reading.channels()) {
      String id = Reading.channelId(section);
      ChannelKinds.create(id, section, context).ifPresent(channel -> channels.put(id, channel));
      if (isTrue(section, "acknowledge")) {
        acknowledging.add(id);
      }
      if (config.mail() == null) {
        refuse(section, "acknowledge");
        refuse(section, "verifyEmail");
      }
      infos.add(new Directory.ChannelInfo(id, section.text("kind"), department(section, config)));
    }
    ConfirmationLinks confirmations = new ConfirmationLinks(signer, config.http().publicUrl());
    Wording wording = wording(config, reading, confirmations);
    reading.check();
    return new Setup(
        config,
        channels,
        new Directory(departments(config), infos),
        messageIds,
        couriers(config, channels, vertx, signer, messageIds, wording),
        wording,
        context.fileLinks(),
        confirmations,
        acknowledging);
  }

  private static Map<String, Courier> couriers(
      Config config,
      Map<String, Channel> channels,
      Vertx vertx,
      Signer signer,
      MessageIds messageIds,
      Wording wording) {
    MailConfig mail = config.mail();
    Duration patience = config.outbox().deadline();
    Optional<Courier> byMail =
        Optional.ofNullable(mail)
            .map(given -> MailOut.courier(vertx, given, signer, messageIds, wording, patience));
    Map<String, Courier> couriers = new LinkedHashMap<>();
    channels.forEach(
        (id, channel) ->
            channel
                .courier()
                .or(() -> channel.answeredByMail() ? byMail : Optional.empty())
                .ifPresent(courier -> couriers.put(id, courier)));
    return couriers;
  }

  /** Without mail out nothing can be sent that is to go by it. */
  private static void refuse(Section channel, String key) {
    if (isTrue(channel, key)) {
      channel.mistake(key, "needs the section mail, by which it is sent");
    }
  }

  private static boolean isTrue(Section channel, String key) {
    return channel.has(key) && channel.textOr(key, "false").equals("true");
  }

  private static Wording wording(Config config, Reading reading, ConfirmationLinks links) {
    MailConfig mail = config.mail();
    List<String> mistakes = new ArrayList<>();
    Templates templates = Templates.load(mail == null ? null : mail.templates(), mistakes);
    mistakes.forEach(mistake -> reading.mistake("mail.templates", mistake));
    return new Wording(
        templates,
        new Wording.House(
            mail == null ? "en" : mail.language(),
            mail == null ? ZoneOffset.UTC : mail.zone(),
            config.departments(),
            config.departmentLanguages()),
        links);
  }

  /** The channels that are web chats. */
  List<ChatChannel> chats() {
    return channels.values().stream()
        .filter(ChatChannel.class::isInstance)
        .map(ChatChannel.class::cast)
        .toList();
  }

  /** The agents to make at the start. */
  List<FirstAgents.Account> accounts() {
    return config.agents().stream()
        .map(each -> new FirstAgents.Account(each.agent(), each.password(), each.token()))
        .toList();
  }

  /** Mail is answered to where it says; without mail our own name only has to be well-formed. */
  private static String mailDomain(Config config) {
    MailConfig mail = config.mail();
    return mail == null ? URI.create(config.http().publicUrl()).getHost() : mail.replyDomain();
  }

  /** Where mail comes from, and where its answers go: the two may have domains of their own. */
  private static Set<String> ownDomains(Config config) {
    MailConfig mail = config.mail();
    return Stream.of("any@" + mailDomain(config), mail == null ? "" : mail.address())
        .flatMap(address -> EmailAddress.domainOf(address).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String department(Section channel, Config config) {
    return channel.textOr("department", config.departments().keySet().iterator().next());
  }

  private static List<Directory.Department> departments(Config config) {
    return config.departments().entrySet().stream()
        .map(each -> new Directory.Department(each.getKey(), each.getValue()))
        .toList();
  }
}

/** The Slack Events API webhook. */
@NullMarked
package io.omnigate.channels.slack;

import org.jspecify.annotations.NullMarked;

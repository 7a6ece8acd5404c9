package io.omnigate.channels.form;

import io.omnigate.channels.ChannelSettings;
import io.omnigate.channels.FileLimits;
import io.omnigate.channels.Origins;

/**
 * How one form is set up.
 *
 * @param origins whose pages may post it and show it in a frame
 * @param verifyEmail whether an address that was typed is asked before it gets anything automatic
 */
record FormSettings(
    ChannelSettings channel, Origins origins, FileLimits files, boolean verifyEmail) {}

/** HTTP as every channel needs it: bounded bodies, absolute deadlines, answers and problems. */
@NullMarked
package io.omnigate.channels.http;

import org.jspecify.annotations.NullMarked;

/** What agents do to tickets, and what they read. */
@NullMarked
package io.omnigate.core.desk;

import org.jspecify.annotations.NullMarked;

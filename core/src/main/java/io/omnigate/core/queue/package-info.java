/** The order in which tickets are to be solved, and windows onto it; pure Java. */
@NullMarked
package io.omnigate.core.queue;

import org.jspecify.annotations.NullMarked;

/** The core: contacts become tickets, durably and once; no HTTP and no provider in here. */
@NullMarked
package io.omnigate.core;

import org.jspecify.annotations.NullMarked;

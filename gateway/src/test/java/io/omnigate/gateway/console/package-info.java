/** The agents' console in a real browser, on a whole gateway. */
package io.omnigate.gateway.console;

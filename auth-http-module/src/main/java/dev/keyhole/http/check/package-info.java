/**
 * The modules that ask a service for every decision: one request authenticates a user, one authorises each use of a topic.
 *
 * <p>The way of a question: {@link dev.keyhole.http.check.CheckSettings} says where and how to ask, {@link
 * dev.keyhole.http.check.Question} writes the request, {@link dev.keyhole.http.check.CheckService} sends it, and {@link
 * dev.keyhole.http.check.AnswerReader} makes a {@link dev.keyhole.http.check.Vote} of what comes back.
 */
package dev.keyhole.http.check;

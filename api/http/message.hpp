// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/file_part.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

class Upload;

struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

/// One complete, checked request. Everything in it has passed the parser: names are tokens, values hold no control
/// characters, the path is valid UTF-8.
struct Request {
  std::string method;
  /// The origin-form target as sent (still encoded), or "*" for OPTIONS of the server. Unfit for logs: it holds the query.
  std::string target;
  /// The path, percent-decoded once: valid UTF-8 without control characters. "%2F" has become '/': see path_segments().
  std::string path;
  /// Decoded pairs in the order sent, repeats kept; '+' has become a space. Empty pairs ("&&") are left out.
  std::vector<std::pair<std::string, std::string>> query;
  std::vector<Header> headers;
  std::string body;
  /// Set: the body is there instead, whole.
  std::shared_ptr<Upload> upload;
  /// Identifies this request in logs and error answers; unique within the process.
  std::string id;
  /// Numeric address of the client, IPv4-mapped IPv6 shown as IPv4.
  std::string peer;
  /// When the answer is no longer wanted; handlers with long work should look at it.
  std::chrono::steady_clock::time_point deadline{};
  /// Becomes true when the connection broke, so that nobody will read the answer. Null in requests made by hand.
  std::shared_ptr<const std::atomic<bool>> cancelled;

  /// Value of the first field of that name (any case), null when absent.
  [[nodiscard]] const std::string* header(std::string_view name) const;
  /// First value of a query parameter (exact name), null when absent.
  [[nodiscard]] const std::string* parameter(std::string_view name) const;
};

/// Rows of one collection that an answer shows.
struct RowsShown {
  std::string collection;
  std::uint64_t rows = 0;
};

/// What a handler answers. Content-Length, Date, Connection, Transfer-Encoding and X-Request-Id belong to the HTTP layer, which
/// leaves out any such field found here.
struct Response {
  int status = 200;
  std::vector<Header> headers;
  /// Null means empty. Shared, so that a cache and many slow readers can hold one copy.
  std::shared_ptr<const std::string> body;
  /// In its place, when `body` is null: part of a file. It is sent as it is, without a content coding.
  FilePart part = {};
  /// Close the connection after this answer.
  bool close = false;
  /// No answer yet, because somebody else is making what it needs: the request waits without a worker and is asked again at each tick,
  /// until its deadline is over. This is sent to whoever cannot wait.
  bool later = false;
  /// A coding that is quick will do, though a smaller one can be had: nobody may ask for it again.
  bool in_haste = false;
  /// How many rows it shows that not everybody may see; for the trace that a look at them leaves.
  std::uint64_t rows = 0;
  /// The collection they are of, where the path does not name it.
  std::string rows_of = {};
  /// Not empty: the same for each of several collections; a look at each leaves a trace of its own.
  std::vector<RowsShown> rows_by = {};
  /// What tells the file that it gives out from all others, in the trail; empty: it gives out none.
  std::string export_id = {};

  [[nodiscard]] const std::string* header(std::string_view name) const;
  [[nodiscard]] std::size_t size() const { return body ? body->size() : static_cast<std::size_t>(part.size); }
};

/// A response with a body and its Content-Type.
Response make_response(int status, std::string content_type, std::string body);

/// Replaces every field of that name by one.
void set_header(Response& response, std::string_view name, std::string value);

/// Adds `token` to the comma separated field `name` unless it is there already (or the field is "*").
void merge_header(Response& response, std::string_view name, std::string_view token);

/// The standard reason phrase, "Unknown" for a status without one.
std::string_view reason_phrase(int status);

}  // namespace api

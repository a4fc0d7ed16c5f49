// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/language.hpp"
#include "api/http/message.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace api {

/// What is remembered, and how long. When an account has too much its oldest goes first, never another's.
struct IdempotencyLimits {
  std::size_t entries = 1000;                        ///< of one account
  std::size_t bytes = std::size_t{4} * 1024 * 1024;  ///< of one account's answers; a larger answer is not kept
  std::chrono::milliseconds life = std::chrono::hours(24);
};

/// Makes a POST that is sent again, because its answer got lost, an answer that is sent again: the field Idempotency-Key
/// (draft-ietf-httpapi-idempotency-key-header). In memory, so after a start nothing is known. Thread-safe.
///
/// A handler that changes something does it in `act`:
///
///     return call.site.idempotency().once(call.request, call.site.who().whose(), call.route.path, call.language, [&] { … });
///
/// after it has checked who asks: whatever refuses the request stands before, so that an answer is replayed only to whom it would
/// be given.
class Idempotency {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  explicit Idempotency(IdempotencyLimits limits = {}, Clock clock = std::chrono::steady_clock::now)
      : m_limits(limits), m_clock(std::move(clock)) {}

  /// Without the field: `act` and its answer. With it, `act` runs once for one (`whose`, `route`, key); then
  /// - the same request gets the same answer, marked Idempotent-Replayed,
  /// - another request under that key gets 422, and one that comes while the first is at work 409,
  /// - a key that cannot be read gets 400.
  /// Only success (2xx, 3xx) is kept. What failed or threw changed nothing, and may be tried again under its key.
  Response once(const Request& request, const std::string& whose, std::string_view route, Language language,
                const std::function<Response()>& act);

 private:
  struct Entry {
    std::string name;  ///< route and key
    std::string fingerprint;
    std::chrono::steady_clock::time_point begun;
    std::optional<Response> answer;  ///< none: at work
    std::size_t bytes = 0;
  };
  struct Account {
    std::list<Entry> entries;  ///< oldest first
    std::unordered_map<std::string, std::list<Entry>::iterator> by_name;
    std::size_t bytes = 0;

    std::list<Entry>::iterator drop(std::list<Entry>::iterator entry);
  };

  /// The answer to give at once; none: the caller is the first, and must finish() or forget().
  std::optional<Response> begin(const Request& request, const std::string& whose, const std::string& name, Language language);
  void finish(const std::string& whose, const std::string& name, const Response& answer);
  void forget(const std::string& whose, const std::string& name);
  void drop_expired();
  void make_room(Account& account) const;

  IdempotencyLimits m_limits;
  Clock m_clock;
  std::mutex m_mutex;
  std::map<std::string, Account> m_accounts;
};

}  // namespace api

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace api {

/// Finished answers to GET requests, each good while the store's stamp is the one it was made at. Bounded; the least
/// recently used goes first. Thread-safe, split so that I/O threads rarely meet; a hit takes well under a microsecond.
///
/// What tells answers apart: the target and the fields Host, Accept, Accept-Language and Accept-Encoding, as they were sent, and who sent
/// them. Origin does not: what it adds to an answer is added to the copy. Who asks for a range is not served from here.
class ResponseCache {
 public:
  static constexpr std::size_t max_body_bytes = std::size_t{1024} * 1024;
  /// The body of an answer that was coded in haste is given so often; then it is worth a better coding, and the handler is asked once
  /// more. A 304 is given always, and does not count.
  static constexpr std::uint32_t hasty_answers = 2;

  explicit ResponseCache(std::size_t capacity_bytes) : m_shard_bytes(capacity_bytes / shard_count) {}

  /// Puts the answer (or its 304, if the client holds it already) into `response`. False when there is none, or when the
  /// request has something to it that the cache does not look at. `whose`: who asks, with which role. `traceless`: only an answer
  /// that leaves no trace.
  bool find(const Request& request, std::string_view whose, std::uint64_t stamp, Response& response, bool traceless = false);

  /// The same for an answer made at another stamp that has this entity tag (or a coded form of it), which says that it holds still: from
  /// now on it is good at `stamp`.
  bool revive(const Request& request, std::string_view whose, std::uint64_t stamp, std::string_view etag, Response& response);

  /// Whether the answer to the request, or what was the answer before a change, has been given so often that a better coding is worth its
  /// time.
  bool is_asked_often(const Request& request, std::string_view whose);

  /// Keeps a 200 answer, or a 204 with an entity tag, in its final form, encoding included. Others, and large ones, are left out.
  /// `is_public`: what it shows, anybody may see.
  void keep(const Request& request, std::string_view whose, std::uint64_t stamp, const Response& response, bool is_public);

 private:
  struct Key {
    std::string_view whose, target, host, accept, language, encoding;
    bool operator==(const Key&) const = default;
    [[nodiscard]] std::uint64_t hash() const;
  };
  struct Entry {
    std::uint64_t hash = 0;
    std::uint64_t stamp = 0;
    std::string whose, target, host, accept, language, encoding;
    bool leaves_trace = false;
    mutable std::atomic<std::uint32_t> given{1};  ///< of an answer coded in haste; whoever made it has it too
    Response full;
    Response not_modified;

    [[nodiscard]] bool is_for(const Key& key) const;
    [[nodiscard]] bool is_hasty() const;
    /// Counts it as given, unless it is to be coded better.
    [[nodiscard]] bool may_be_given() const;
    /// The same, good at another stamp.
    [[nodiscard]] std::shared_ptr<const Entry> at(std::uint64_t other_stamp) const;
    [[nodiscard]] std::size_t bytes() const;
  };
  using EntryPtr = std::shared_ptr<const Entry>;
  struct Shard {
    std::mutex mutex;
    std::list<EntryPtr> entries;  ///< most recently used first
    std::unordered_map<std::uint64_t, std::list<EntryPtr>::iterator> by_hash;
    std::size_t bytes = 0;

    void drop(std::list<EntryPtr>::iterator entry);
  };
  static constexpr std::size_t shard_count = 16;

  static std::string_view* slot_for(std::string_view name, Key& key, std::string_view& if_none_match);
  /// The answer kept for the request, or its 304, if use(entry) takes it; `use` may put another entry in its place.
  template <class Use>
  bool look_up(const Request& request, std::string_view whose, Response& response, const Use& use);
  /// False when the request must go to the handler.
  static bool read_key(const Request& request, std::string_view whose, Key& key, std::string_view& if_none_match);
  Shard& shard_of(std::uint64_t hash) { return m_shards[hash % shard_count]; }

  std::size_t m_shard_bytes;
  std::array<Shard, shard_count> m_shards;
};

}  // namespace api

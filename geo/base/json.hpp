// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Appends `utf8` in quotes, escaped as RFC 8259 asks and no more. An invalid byte becomes U+FFFD.
void append_json_string(std::string& out, std::string_view utf8);

/// Writes one JSON document straight into a string, compact, members in the order given. Misuse (a value without a key, an
/// end that was not begun) is a bug and asserted; so the output is always well formed.
///
///   JsonWriter json(out);
///   json.begin_object().key("title").value("Bairro").key("links").begin_array().end_array().end_object();
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : m_out(out) {}

  JsonWriter& begin_object() { return begin('{'); }
  JsonWriter& end_object() { return end('{'); }
  JsonWriter& begin_array() { return begin('['); }
  JsonWriter& end_array() { return end('['); }
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);  ///< NaN and infinities, which JSON has not, become null
  JsonWriter& value(bool yes);
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char>) JsonWriter& value(Integer number) {
    if constexpr (std::unsigned_integral<Integer>) {
      return unsigned_value(number);
    } else {
      return signed_value(number);
    }
  }
  JsonWriter& null();
  /// `json` must itself be one JSON value.
  JsonWriter& raw(std::string_view json);

  template <class Value>
  JsonWriter& member(std::string_view name, const Value& content) {
    return key(name).value(content);
  }

  /// Whether everything begun has ended and there was a value.
  [[nodiscard]] bool complete() const { return m_open.empty() && m_has_root; }

 private:
  struct Level {
    char bracket;
    bool empty = true;
    bool after_key = false;
  };

  JsonWriter& begin(char bracket);
  JsonWriter& end(char bracket);
  JsonWriter& signed_value(std::int64_t number);
  JsonWriter& unsigned_value(std::uint64_t number);
  void before_value();

  std::string& m_out;
  std::vector<Level> m_open;
  bool m_has_root = false;
};

}  // namespace geo

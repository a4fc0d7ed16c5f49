// SPDX-License-Identifier: Apache-2.0
#include "api/page_token.hpp"

#include "geo/base/error.hpp"
#include "geo/base/hash.hpp"
#include "geo/base/hex.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>

namespace api {
namespace {

// Hexadecimal digits of: a byte for this version, 8 bytes of the fid, for each key the number of its kind of value and the value (8
// bytes, or 1 for the length of a text and the text), 4 bytes that vouch for all of it, for the collection and for the order.
constexpr char version = '\2';
constexpr std::size_t check_bytes = 4;

template <class T>
void put(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

void put_value(std::string& out, const geo::Value& value) {
  out += static_cast<char>(value.index());
  if (const auto* yes = std::get_if<bool>(&value)) { put(out, std::int64_t{*yes ? 1 : 0}); }
  if (const auto* whole = std::get_if<std::int64_t>(&value)) { put(out, *whole); }
  if (const auto* real = std::get_if<double>(&value)) { put(out, *real); }
  if (const auto* text = std::get_if<std::string>(&value)) {
    static_assert(geo::sorted_text_bytes < 256);
    out += static_cast<char>(text->size());
    out += *text;
  }
}

std::string check_of(std::string_view collection, const std::vector<geo::SortKey>& sort, std::string_view payload) {
  std::uint64_t hash = geo::hash64(payload) ^ geo::mix64(geo::hash64(collection));
  for (const geo::SortKey& key : sort) { hash = geo::mix64(hash ^ geo::hash64(key.field) ^ (key.descending ? 1U : 0U)); }
  std::string check;
  put(check, static_cast<std::uint32_t>(geo::mix64(hash) >> 32U));
  return check;
}

/// Takes values off the front; what is missing is nothing.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

  [[nodiscard]] bool ok() const { return m_ok; }
  [[nodiscard]] bool at_end() const { return m_bytes.empty(); }
  template <class T>
  T number() {
    T value{};
    const std::string_view bytes = take(sizeof value);
    if (bytes.size() == sizeof value) { std::memcpy(&value, bytes.data(), sizeof value); }
    return value;
  }
  geo::Value value() {
    switch (number<char>()) {
      case 0: return {};
      case 1: return number<std::int64_t>() != 0;
      case 2: return number<std::int64_t>();
      case 3: return number<double>();
      default: return std::string(take(static_cast<unsigned char>(number<char>())));
    }
  }

 private:
  std::string_view take(std::size_t size) {
    if (m_bytes.size() < size) {
      m_ok = false;
      return {};
    }
    const std::string_view taken = m_bytes.substr(0, size);
    m_bytes.remove_prefix(size);
    return taken;
  }

  std::string_view m_bytes;
  bool m_ok = true;
};

std::optional<PlaceInOrder> read(std::string_view collection, const std::vector<geo::SortKey>& sort, std::string_view token) {
  const auto bytes = geo::from_hex(token);
  if (!bytes || bytes->size() < check_bytes || geo::to_hex(*bytes) != token) { return std::nullopt; }
  const std::string_view payload = std::string_view(*bytes).substr(0, bytes->size() - check_bytes);
  if (bytes->substr(payload.size()) != check_of(collection, sort, payload)) { return std::nullopt; }
  Reader reader(payload);
  if (reader.number<char>() != version) { return std::nullopt; }
  PlaceInOrder place;
  place.fid = reader.number<geo::Fid>();
  for (std::size_t k = 0; k < sort.size(); ++k) { place.keys.push_back(reader.value()); }
  if (!reader.ok() || !reader.at_end()) { return std::nullopt; }
  return place;
}

}  // namespace

std::string page_token(std::string_view collection, const std::vector<geo::SortKey>& sort, const PlaceInOrder& last) {
  std::string payload{version};
  put(payload, last.fid);
  for (const geo::Value& value : last.keys) { put_value(payload, value); }
  return geo::to_hex(payload + check_of(collection, sort, payload));
}

PlaceInOrder read_page_token(std::string_view collection, const std::vector<geo::SortKey>& sort, std::string_view token) {
  if (auto place = read(collection, sort, token)) { return *std::move(place); }
  throw geo::Error(geo::Problem::usage, "'next' is not a mark that this collection gave: follow the links named next, unchanged",
                   "'next' não é uma marca dada por esta colecção: siga as ligações com o nome next, sem as alterar");
}

}  // namespace api

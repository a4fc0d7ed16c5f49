// SPDX-License-Identifier: Apache-2.0
#include "geo/base/number.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <system_error>

namespace geo {
namespace {

template <class Number>
std::optional<Number> parse_whole(std::string_view token) {
  Number value{};
  const char* const end = token.data() + token.size();
  const auto [stop, error] = std::from_chars(token.data(), end, value);
  if (error != std::errc{} || stop != end) { return std::nullopt; }
  return value;
}

bool starts_like_a_number(std::string_view token) {
  if (!token.empty() && token.front() == '-') { token.remove_prefix(1); }
  return !token.empty() && ((token.front() >= '0' && token.front() <= '9') || token.front() == '.');
}

}  // namespace

std::optional<double> parse_number(std::string_view token) {
  if (!starts_like_a_number(token)) { return std::nullopt; }
  const auto value = parse_whole<double>(token);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<double> parse_decimal(std::string_view token, char decimal_sign) {
  assert(decimal_sign == '.' || decimal_sign == ',');
  if (decimal_sign == '.') { return parse_number(token); }
  if (token.find('.') != std::string_view::npos) { return std::nullopt; }
  const std::size_t comma = token.find(',');
  if (comma == std::string_view::npos) { return parse_number(token); }
  std::string copy(token);
  copy[comma] = '.';
  return parse_number(copy);
}

std::optional<std::int64_t> parse_integer(std::string_view token) { return parse_whole<std::int64_t>(token); }

void append_coordinate(std::string& out, std::int32_t lattice) {
  std::array<char, 12> buffer{};  // "-214.7483648"
  char* const end = buffer.data() + buffer.size();
  char* p = end;
  auto rest = static_cast<std::uint32_t>(lattice < 0 ? -static_cast<std::int64_t>(lattice) : lattice);
  std::uint32_t fraction = rest % 10'000'000U;
  rest /= 10'000'000U;
  if (fraction != 0) {
    int digits = 7;
    for (; fraction % 10 == 0; fraction /= 10) { --digits; }
    for (; digits > 0; --digits, fraction /= 10) { *--p = static_cast<char>('0' + fraction % 10); }
    *--p = '.';
  }
  do {
    *--p = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (lattice < 0) { *--p = '-'; }
  out.append(p, end);
}

void append_number(std::string& out, double value) {
  assert(std::isfinite(value));
  constexpr double whole_limit = 1e15;
  if (std::fabs(value) < whole_limit && std::trunc(value) == value) {
    append_integer(out, static_cast<std::int64_t>(value));
    return;
  }
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  assert(error == std::errc{});
  out.append(buffer.data(), end);
}

void append_rounded(std::string& out, double value, int decimals) {
  static constexpr std::array<std::int64_t, 13> powers{
      1,          10,          100,           1'000,          10'000,          100'000,          1'000'000,
      10'000'000, 100'000'000, 1'000'000'000, 10'000'000'000, 100'000'000'000, 1'000'000'000'000};
  assert(std::isfinite(value) && decimals >= 0 && decimals < static_cast<int>(powers.size()));
  const std::int64_t unit = powers[static_cast<std::size_t>(decimals)];
  constexpr double most_digits = 1e15;
  const double scaled = value * static_cast<double>(unit);
  if (!(std::fabs(scaled) < most_digits)) {
    append_number(out, value);
    return;
  }
  const std::int64_t steps = std::llround(scaled);
  const std::int64_t whole = std::abs(steps) / unit;
  std::int64_t fraction = std::abs(steps) % unit;
  if (steps < 0) { out += '-'; }
  append_integer(out, whole);
  if (fraction == 0) { return; }
  std::array<char, 13> buffer{};
  char* const end = buffer.data() + 1 + decimals;
  char* stop = end;
  for (char* p = end; p != buffer.data() + 1; fraction /= 10) {
    *--p = static_cast<char>('0' + fraction % 10);
    if (*p == '0' && p + 1 == stop) { stop = p; }
  }
  buffer[0] = '.';
  out.append(buffer.data(), stop);
}

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  assert(error == std::errc{});
  out.append(buffer.data(), end);
}

}  // namespace geo

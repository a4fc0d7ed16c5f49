// SPDX-License-Identifier: Apache-2.0
#include "app/listen.hpp"

#include "geo/base/error.hpp"
#include "geo/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <arpa/inet.h>

namespace app {
namespace {

[[noreturn]] void refuse(const std::string& text) {
  throw geo::Error(geo::Problem::usage,
                   fmt::format("--listen '{}' must be an address in numbers and a port, such as 127.0.0.1:8080 or [::1]:8080", text),
                   fmt::format("--listen '{}' tem de ser um endereço em números e uma porta, como 127.0.0.1:8080 ou [::1]:8080", text));
}

void judge_v4(std::uint32_t address, Address& a) {
  a.is_loopback = (address >> 24U) == 127;
  a.is_private = a.is_loopback || (address >> 24U) == 10 || (address >> 20U) == 0xac1 || (address >> 16U) == 0xc0a8;
}

void judge_v6(const in6_addr& address, Address& a) {
  a.is_loopback = IN6_IS_ADDR_LOOPBACK(&address);
  a.is_private = a.is_loopback || (address.s6_addr[0] & 0xfeU) == 0xfc;
}

}  // namespace

Address parse_listen(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) { refuse(text); }
  Address a{text.substr(0, colon)};
  const std::string digits = text.substr(colon + 1);
  const auto port = geo::parse_integer(digits);
  if (!port || *port < 0 || *port > 65535 || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    refuse(text);
  }
  a.port = static_cast<std::uint16_t>(*port);
  if (a.host == "localhost") { a.host = "127.0.0.1"; }
  in_addr v4{};
  in6_addr v6{};
  if (::inet_pton(AF_INET, a.host.c_str(), &v4) == 1) {
    judge_v4(ntohl(v4.s_addr), a);
  } else if (a.host.size() > 2 && a.host.front() == '[' && a.host.back() == ']' &&
             ::inet_pton(AF_INET6, a.host.substr(1, a.host.size() - 2).c_str(), &v6) == 1) {
    judge_v6(v6, a);
  } else {
    refuse(text);
  }
  return a;
}

}  // namespace app

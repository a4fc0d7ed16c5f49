// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/api/http/hostile_cases.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace api_test {

/// Sends every case to the server on loopback, several at a time, and expects what the table says, each within 15 s. Problems must be
/// problem+json that tells its request. `split` sends short cases byte by byte.
void expect_answers(std::uint16_t port, const std::vector<HostileCase>& cases, std::size_t threads, bool split = false);

/// What no table holds: requests cut at every byte, readers that do not read, storms of connections, uploads that never end, answers
/// asked for ahead. Expects a good answer after each.
void expect_survival(std::uint16_t port);

/// Waits, at most 15 s, until `count` says no more than `before`: descriptors are let go of behind the last byte.
void expect_no_growth(const std::function<int()>& count, int before);

}  // namespace api_test

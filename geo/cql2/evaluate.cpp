// SPDX-License-Identifier: Apache-2.0
#include "geo/cql2/evaluate.hpp"

#include "geo/cql2/compiler.hpp"

namespace geo::cql2 {

Evaluation::Evaluation(const Expression& filter, const Rows& rows) : m_condition(Compiler(rows).condition(filter)) {}

Truths Evaluation::truths(const Block& block, const Mask& asked) {
  Truths truths;
  m_condition->find(block, asked, m_scratch, truths);
  return {truths.yes & asked, truths.no & asked};
}

Mask Evaluation::matching(const Block& block, const Mask& asked) { return truths(block, asked).yes; }

}  // namespace geo::cql2

// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/catalogue.hpp"

#include <algorithm>
#include <array>

namespace importers {
namespace {

constexpr std::array rules{
    Rule{"G0", "not a position on earth", "não é uma posição na Terra", "correct latitude and longitude, or leave both empty",
         "corrija latitude e longitude, ou deixe ambas vazias"},
    Rule{"G1", "latitude and longitude were exchanged", "latitude e longitude estavam trocadas", "exchange the two columns in the form",
         "troque as duas colunas no formulário"},
    Rule{"G2", "the minus sign was missing", "faltava o sinal de menos", "south and west are negative", "sul e oeste são negativos"},
    Rule{"G3", "the position is 0,0: no GPS fix", "a posição é 0,0: sem sinal de GPS", "give the position, or leave it empty",
         "indique a posição, ou deixe-a vazia"},
    Rule{"G4", "degrees, minutes and seconds read as decimal degrees", "graus, minutos e segundos lidos como graus decimais",
         "write decimal degrees, such as -12.4895", "escreva graus decimais, como -12.4895"},
    Rule{"G5", "decimal sign unlike the rest of the file", "separador decimal diferente do resto do ficheiro",
         "use one decimal sign in the whole file", "use um só separador decimal em todo o ficheiro"},
    Rule{"G6", "metres of a map grid where degrees are expected", "metros de uma quadrícula onde se esperam graus",
         "say which grid with --crs, for example EPSG:32737 for UTM 37S",
         "diga qual a quadrícula com --crs, por exemplo EPSG:32737 para UTM 37S"},
    Rule{"G9", "outside the area of operation", "fora da área de operação",
         "check the position; nothing within 2 km of the area is refused", "verifique a posição; nada até 2 km da área é recusado"},
    Rule{"G10", "no position", "sem posição", "the row is kept and counted, but is on no map",
         "a linha é guardada e contada, mas não aparece no mapa"},
    Rule{"G12", "the position as text and the columns differ by more than 10 m", "a posição em texto e as colunas diferem mais de 10 m",
         "the columns were taken", "foram usadas as colunas"},
    Rule{"P1", "the boundary did not close", "o limite não fechava", "it was closed", "foi fechado"},
    Rule{"P2", "the boundary crosses or touches itself", "o limite cruza-se ou toca-se a si próprio", "draw the boundary again",
         "desenhe o limite de novo"},
    Rule{"P3", "not an area", "não é uma área", "a boundary needs at least three different points and a surface",
         "um limite precisa de pelo menos três pontos diferentes e de uma superfície"},
    Rule{"P4", "longitudes and latitudes of the boundary were exchanged", "longitudes e latitudes do limite estavam trocadas",
         "check the map", "verifique o mapa"},
    Rule{"P5", "ring direction or repeated vertices put in order", "sentido do contorno ou vértices repetidos corrigidos", "nothing to do",
         "nada a fazer"},
    Rule{"T1", "day and month could be either way round", "dia e mês podem estar trocados", "write dates as YYYY-MM-DD",
         "escreva as datas como AAAA-MM-DD"},
    Rule{"T2", "date in words, unlike the rest of the column", "data por extenso, diferente do resto da coluna",
         "write dates as YYYY-MM-DD", "escreva as datas como AAAA-MM-DD"},
    Rule{"T3", "serial number of a spreadsheet read as a date", "número de série de uma folha de cálculo lido como data",
         "format the column as dates before saving", "formate a coluna como data antes de gravar"},
    Rule{"T5", "impossible time", "tempo impossível", "correct the date", "corrija a data"},
    Rule{"reported", "reported before it happened", "comunicado antes de acontecer", "check both dates", "verifique as duas datas"},
    Rule{"time", "no time", "sem data", "the row is kept; every period includes it", "a linha é guardada; entra em todos os períodos"},
    Rule{"E3", "a row of HXL tags, not data", "uma linha de etiquetas HXL, não são dados", "nothing to do", "nada a fazer"},
    Rule{"kind", "a row of another kind than the collection holds", "uma linha de outro tipo que o da colecção",
         "import the file into its own collection too", "importe o ficheiro também para a colecção própria"},
    Rule{"E4", "a number that stands for 'no answer'", "um número que significa 'sem resposta'", "leave the cell empty",
         "deixe a célula vazia"},
    Rule{"E7", "text over 4 KB was cut", "texto com mais de 4 KB foi cortado", "shorten it", "encurte-o"},
    Rule{"C1", "category that nobody has mapped yet", "categoria que ainda ninguém mapeou", "the row is in as ZZ with its own words kept",
         "a linha entrou como ZZ com as suas palavras guardadas"},
    Rule{"D1", "the same key stands again further down", "a mesma chave aparece mais abaixo", "the last row with a key counts",
         "conta a última linha com a chave"},
    Rule{"number", "not a number", "não é um número", "the field is empty, what stood there is kept in extra",
         "o campo fica vazio, o que lá estava é guardado em extra"},
    Rule{"range", "number out of range", "número fora dos limites", "the field is empty, what stood there is kept in extra",
         "o campo fica vazio, o que lá estava é guardado em extra"},
    Rule{"boolean", "neither yes nor no", "nem sim nem não", "the field is empty, what stood there is kept in extra",
         "o campo fica vazio, o que lá estava é guardado em extra"},
    Rule{"code", "not in the code list", "não consta da lista de códigos", "the field is empty, what stood there is kept in extra",
         "o campo fica vazio, o que lá estava é guardado em extra"},
    Rule{"date", "not a date", "não é uma data", "write dates as YYYY-MM-DD", "escreva as datas como AAAA-MM-DD"},
    Rule{"confidentiality", "confidentiality raised to what the category asks for", "confidencialidade elevada ao que a categoria exige",
         "nothing to do", "nada a fazer"},
    Rule{"severity", "people were killed: severity raised to the highest", "houve mortos: gravidade elevada ao máximo", "nothing to do",
         "nada a fazer"},
    Rule{"parts", "a part is larger than the whole", "uma parte é maior que o todo", "check the counts", "verifique as contagens"},
    Rule{"estimates", "the lowest, best and highest estimate are not in order",
         "a estimativa mínima, a melhor e a máxima não estão por ordem", "check the numbers", "verifique os números"},
    Rule{"geometry-type", "another kind of geometry than the collection holds", "outro tipo de geometria que o da colecção",
         "import it into another collection", "importe para outra colecção"},
    Rule{"geometry", "geometry that cannot be read", "geometria que não se consegue ler", "correct the coordinates",
         "corrija as coordenadas"},
    Rule{"crs", "outside the domain of the coordinate system", "fora do domínio do sistema de coordenadas", "check --crs",
         "verifique --crs"},
    Rule{"columns", "wrong number of cells", "número errado de células", "quote cells that hold a delimiter",
         "ponha entre aspas células que contêm o separador"},
    Rule{"quotes", "text after a closing quote", "texto depois de fechar aspas", "double the quotes inside a cell",
         "duplique as aspas dentro de uma célula"},
    Rule{"E1", "not UTF-8", "não é UTF-8", "save the file as UTF-8", "grave o ficheiro em UTF-8"},
    Rule{"limit", "over a limit", "acima de um limite", "shorten it", "encurte"},
    Rule{"json", "malformed feature", "elemento mal formado", "correct the JSON", "corrija o JSON"},
    Rule{"feature", "not a feature", "não é um elemento", "correct the JSON", "corrija o JSON"},
    Rule{"", "see the message", "veja a mensagem", "correct the row", "corrija a linha"},
};

}  // namespace

const Rule& rule(std::string_view id) {
  const auto* found = std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.id == id; });
  return found == rules.end() ? rules.back() : *found;
}

}  // namespace importers

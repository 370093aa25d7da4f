/** All probes, in the order in which a column is asked. */
import { addressThatIsNone } from './kinds/address-that-is-none.ts';
import { after2038 } from './kinds/after-2038.ts';
import { before1970 } from './kinds/before-1970.ts';
import { booleanEqualsOne } from './kinds/boolean-equals-one.ts';
import { checkBroken } from './kinds/check-broken.ts';
import { checkOfNull } from './kinds/check-of-null.ts';
import { compareAccent } from './kinds/compare-accent.ts';
import { compareOtherCase } from './kinds/compare-other-case.ts';
import { compareSpaceAtEnd } from './kinds/compare-space-at-end.ts';
import { dateIntoMoment } from './kinds/date-into-moment.ts';
import { dateThatIsNone } from './kinds/date-that-is-none.ts';
import { ddlInTransaction } from './kinds/ddl-in-transaction.ts';
import { decimalAllDigits } from './kinds/decimal-all-digits.ts';
import { decimalRounds } from './kinds/decimal-rounds.ts';
import { decimalTooLarge } from './kinds/decimal-too-large.ts';
import { defaultReadBack } from './kinds/default-read-back.ts';
import { divisionByZero } from './kinds/division-by-zero.ts';
import { doubleQuotedString } from './kinds/double-quoted-string.ts';
import { emptyIntoInteger } from './kinds/empty-into-integer.ts';
import { emptyIntoMoment } from './kinds/empty-into-moment.ts';
import { enumByNumber } from './kinds/enum-by-number.ts';
import { enumEmpty } from './kinds/enum-empty.ts';
import { enumNoMember } from './kinds/enum-no-member.ts';
import { enumOtherCase } from './kinds/enum-other-case.ts';
import { enumSpaceAtEnd } from './kinds/enum-space-at-end.ts';
import { explicitKeyThenAutomatic } from './kinds/explicit-key-then-automatic.ts';
import { exponentIntoInteger } from './kinds/exponent-into-integer.ts';
import { floatLargeInteger } from './kinds/float-large-integer.ts';
import { floatNotANumber } from './kinds/float-not-a-number.ts';
import { foreignKeyOrphan } from './kinds/foreign-key-orphan.ts';
import { foreignKeyParentDeleted } from './kinds/foreign-key-parent-deleted.ts';
import { foreignKeyParentKeyChanged } from './kinds/foreign-key-parent-key-changed.ts';
import { foreignKeyToItself } from './kinds/foreign-key-to-itself.ts';
import { foreignKeyToItselfDeleted } from './kinds/foreign-key-to-itself-deleted.ts';
import { fractionIntoInteger } from './kinds/fraction-into-integer.ts';
import { fractionOfASecond } from './kinds/fraction-of-a-second.ts';
import { generatedFollows } from './kinds/generated-follows.ts';
import { generatedOfNull } from './kinds/generated-of-null.ts';
import { generatedReadBack } from './kinds/generated-read-back.ts';
import { generatedWritten } from './kinds/generated-written.ts';
import { groupByOtherColumn } from './kinds/group-by-other-column.ts';
import { integerDivision } from './kinds/integer-division.ts';
import { integerEqualsWord } from './kinds/integer-equals-word.ts';
import { integerLargest } from './kinds/integer-largest.ts';
import { integerSmallest } from './kinds/integer-smallest.ts';
import { integerTooLarge } from './kinds/integer-too-large.ts';
import { integerTooSmall } from './kinds/integer-too-small.ts';
import { invalidUtf8 } from './kinds/invalid-utf8.ts';
import { isoWithZone } from './kinds/iso-with-zone.ts';
import { isoWithoutZone } from './kinds/iso-without-zone.ts';
import { jsonDuplicateKey } from './kinds/json-duplicate-key.ts';
import { jsonEmpty } from './kinds/json-empty.ts';
import { jsonKeyOrder } from './kinds/json-key-order.ts';
import { jsonLargeNumber } from './kinds/json-large-number.ts';
import { jsonScalar } from './kinds/json-scalar.ts';
import { jsonSpaces } from './kinds/json-spaces.ts';
import { jsonThatIsNone } from './kinds/json-that-is-none.ts';
import { keyAgainAfterDelete } from './kinds/key-again-after-delete.ts';
import { leadingZerosIntoString } from './kinds/leading-zeros-into-string.ts';
import { likeOtherCase } from './kinds/like-other-case.ts';
import { lockNowait } from './kinds/lock-nowait.ts';
import { lockSkipLocked } from './kinds/lock-skip-locked.ts';
import { lockWaits } from './kinds/lock-waits.ts';
import { missingNullable } from './kinds/missing-nullable.ts';
import { missingWithoutDefault } from './kinds/missing-without-default.ts';
import { momentIntoDate } from './kinds/moment-into-date.ts';
import { momentThatIsNone } from './kinds/moment-that-is-none.ts';
import { momentWithOffset } from './kinds/moment-with-offset.ts';
import { negativeIntoUnsigned } from './kinds/negative-into-unsigned.ts';
import { nowAsAWord } from './kinds/now-as-a-word.ts';
import { nullIntoNotNull } from './kinds/null-into-not-null.ts';
import { nullOverDefault } from './kinds/null-over-default.ts';
import { numberAndTextIntoInteger } from './kinds/number-and-text-into-integer.ts';
import { numberIntoString } from './kinds/number-into-string.ts';
import { orderCase } from './kinds/order-case.ts';
import { orderNulls } from './kinds/order-nulls.ts';
import { pipesJoinStrings } from './kinds/pipes-join-strings.ts';
import { primaryKeyNull } from './kinds/primary-key-null.ts';
import { primaryKeyZero } from './kinds/primary-key-zero.ts';
import { spacesAroundInteger } from './kinds/spaces-around-integer.ts';
import { stringCombiningMarks } from './kinds/string-combining-marks.ts';
import { stringEmpty } from './kinds/string-empty.ts';
import { stringExactLength } from './kinds/string-exact-length.ts';
import { stringOfEmoji } from './kinds/string-of-emoji.ts';
import { stringQuotesAndBackslashes } from './kinds/string-quotes-and-backslashes.ts';
import { stringSpaceAtEnd } from './kinds/string-space-at-end.ts';
import { stringSpacesBeyondLength } from './kinds/string-spaces-beyond-length.ts';
import { stringTooLong } from './kinds/string-too-long.ts';
import { textIntoInteger } from './kinds/text-into-integer.ts';
import { textOfEmojiOver64k } from './kinds/text-of-emoji-over-64k.ts';
import { textOver64k } from './kinds/text-over-64k.ts';
import { timeOver24Hours } from './kinds/time-over-24-hours.ts';
import { tinytextOver255 } from './kinds/tinytext-over-255.ts';
import { treeDeletedAtOnce } from './kinds/tree-deleted-at-once.ts';
import { treeOfSixteenLevels } from './kinds/tree-of-sixteen-levels.ts';
import { treeParentDeleted } from './kinds/tree-parent-deleted.ts';
import { treeParentKeyChanged } from './kinds/tree-parent-key-changed.ts';
import { trueIntoBoolean } from './kinds/true-into-boolean.ts';
import { twoIntoBoolean } from './kinds/two-into-boolean.ts';
import { uniqueAccent } from './kinds/unique-accent.ts';
import { uniqueNullTwice } from './kinds/unique-null-twice.ts';
import { uniqueOtherCase } from './kinds/unique-other-case.ts';
import { uniqueSame } from './kinds/unique-same.ts';
import { uniqueSpaceAtEnd } from './kinds/unique-space-at-end.ts';
import { uniqueTogetherNullTwice } from './kinds/unique-together-null-twice.ts';
import { uniqueTogetherOtherCase } from './kinds/unique-together-other-case.ts';
import { uniqueWidth } from './kinds/unique-width.ts';
import { upsertByTwo } from './kinds/upsert-by-two.ts';
import { uuidCapitals } from './kinds/uuid-capitals.ts';
import { uuidThatIsNone } from './kinds/uuid-that-is-none.ts';
import { wordIntoDate } from './kinds/word-into-date.ts';
import { wordIntoMoment } from './kinds/word-into-moment.ts';
import { year1900 } from './kinds/year-1900.ts';
import { yearOfTwoDigits } from './kinds/year-of-two-digits.ts';
import { yesIntoBoolean } from './kinds/yes-into-boolean.ts';
import { zeroDate } from './kinds/zero-date.ts';
import { zeroMoment } from './kinds/zero-moment.ts';
import type { Probe } from './probe.ts';

export const PROBES: readonly Probe[] = [
  addressThatIsNone,
  after2038,
  before1970,
  booleanEqualsOne,
  checkBroken,
  checkOfNull,
  compareAccent,
  compareOtherCase,
  compareSpaceAtEnd,
  dateIntoMoment,
  dateThatIsNone,
  ddlInTransaction,
  decimalAllDigits,
  decimalRounds,
  decimalTooLarge,
  defaultReadBack,
  divisionByZero,
  doubleQuotedString,
  emptyIntoInteger,
  emptyIntoMoment,
  enumByNumber,
  enumEmpty,
  enumNoMember,
  enumOtherCase,
  enumSpaceAtEnd,
  explicitKeyThenAutomatic,
  exponentIntoInteger,
  floatLargeInteger,
  floatNotANumber,
  foreignKeyOrphan,
  foreignKeyParentDeleted,
  foreignKeyParentKeyChanged,
  foreignKeyToItself,
  foreignKeyToItselfDeleted,
  fractionIntoInteger,
  fractionOfASecond,
  generatedFollows,
  generatedOfNull,
  generatedReadBack,
  generatedWritten,
  groupByOtherColumn,
  integerDivision,
  integerEqualsWord,
  integerLargest,
  integerSmallest,
  integerTooLarge,
  integerTooSmall,
  invalidUtf8,
  isoWithZone,
  isoWithoutZone,
  jsonDuplicateKey,
  jsonEmpty,
  jsonKeyOrder,
  jsonLargeNumber,
  jsonScalar,
  jsonSpaces,
  jsonThatIsNone,
  keyAgainAfterDelete,
  leadingZerosIntoString,
  likeOtherCase,
  lockNowait,
  lockSkipLocked,
  lockWaits,
  missingNullable,
  missingWithoutDefault,
  momentIntoDate,
  momentThatIsNone,
  momentWithOffset,
  negativeIntoUnsigned,
  nowAsAWord,
  nullIntoNotNull,
  nullOverDefault,
  numberAndTextIntoInteger,
  numberIntoString,
  orderCase,
  orderNulls,
  pipesJoinStrings,
  primaryKeyNull,
  primaryKeyZero,
  spacesAroundInteger,
  stringCombiningMarks,
  stringEmpty,
  stringExactLength,
  stringOfEmoji,
  stringQuotesAndBackslashes,
  stringSpaceAtEnd,
  stringSpacesBeyondLength,
  stringTooLong,
  textIntoInteger,
  textOfEmojiOver64k,
  textOver64k,
  timeOver24Hours,
  tinytextOver255,
  treeDeletedAtOnce,
  treeOfSixteenLevels,
  treeParentDeleted,
  treeParentKeyChanged,
  trueIntoBoolean,
  twoIntoBoolean,
  uniqueAccent,
  uniqueNullTwice,
  uniqueOtherCase,
  uniqueSame,
  uniqueSpaceAtEnd,
  uniqueTogetherNullTwice,
  uniqueTogetherOtherCase,
  uniqueWidth,
  upsertByTwo,
  uuidCapitals,
  uuidThatIsNone,
  wordIntoDate,
  wordIntoMoment,
  year1900,
  yearOfTwoDigits,
  yesIntoBoolean,
  zeroDate,
  zeroMoment,
];

/**
 * The words short follow-ups are made of, by what they do: `says` can stand alone, `joins` only goes with one of those.
 * English, German, French and Spanish, lower case.
 */
export const followUpWords: Readonly<Record<string, 'says' | 'joins'>> = {
  ...listed('says', [
    'yes yeah yep yup y sure ok okay k alright fine right correct exactly agreed absolutely definitely',
    'no nope nah n never stop wait cancel',
    'continue proceed go keep carry next again retry redo resume finish',
    'commit push ship merge apply accept approve approved lgtm deploy save send undo revert rerun',
    'do fix run test',
    'good great perfect nice cool awesome excellent thanks thank thx ty done works',
    'both all first second third last latter former option number',
    'ja jo jep nein genau klar gerne passt gut super danke weiter weitermachen mach los nochmal committen pushen',
    'oui non ouais parfait merci continue continuez vas-y vas allez encore recommence fais poursuis accord nickel',
    'sí si vale claro perfecto gracias adelante continúa continua sigue hazlo dale listo bien',
  ]),
  ...listed('joins', [
    'it this that them these those one ones thing so and then now please pls the a to with on ahead up for step steps same',
    "is are was looks sounds seems looking me you i we let's lets us just of well too once more time try works that's it's",
    'changes change job work going left off where mind got make same way very much fine',
    'das die es so bitte aus sieht noch mal und jetzt dann nächste nächster nächsten schritt ist alles',
    "s'il te vous plaît plait c'est bon le la ça on d d'accord suivant suivante tout très bien fois une",
    'otra vez por favor lo la el siguiente paso muy todo está eso así',
  ]),
};

/** What only as a whole says nothing of a task. */
export const sayings: ReadonlySet<string> = new Set([
  'make it so',
  'not that',
  'not that one',
  'not this one',
  'noch mal',
  'noch einmal',
  'otra vez',
  'once more',
  'try once more',
]);

/** The same in languages that write no spaces, longer ones first: Japanese, Chinese. */
export const followUpPhrases: readonly string[] = [
  'お願いします お願い おねがいします はい うん ええ いいえ いや ok 了解しました 了解です 了解 わかりました 続けてください 続けて 続行してください 続行して 続行 進めてください 進めて 次へ 次に 次を 次',
  'コミットしてください コミットして コミット プッシュしてください プッシュして プッシュ マージして 実行してください 実行して 直してください 直して 修正してください 修正して やってください やって やり直して やめて 戻して',
  'もう一度 もう一回 もういちど 再度 ありがとうございます ありがとう 大丈夫です 大丈夫 完璧です 完璧 良いです いいですね いいです いいね よい 素晴らしい それで それを これで これを そうして そうです そう ください です で ね よ',
  '是的 是 对的 对 好的 好 可以的 可以了 可以 行 没问题 不用 不 继续吧 继续 下一步 下一个 提交吧 提交 推送吧 推送 合并吧 合并 执行吧 执行 运行 修复它 修复 开始吧 开始 做吧 就这样做 这样做 就这样 就这么做 试试 再试一次 再试 再来一次 再来 重试 撤销 停 谢谢你 谢谢 感谢 很好 不错 完美 请 吧 了 一下',
]
  .flatMap((line) => line.split(' '))
  .toSorted((a, b) => b.length - a.length);

function listed<Kind>(kind: Kind, lines: readonly string[]): Record<string, Kind> {
  return Object.fromEntries(lines.flatMap((line) => line.split(' ').map((word) => [word, kind])));
}

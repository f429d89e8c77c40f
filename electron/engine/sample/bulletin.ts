const study = (title: string, line: string) =>
  `<tr><td style="padding:12px 0;border-top:1px solid #e3e0d8"><b>${title}</b><br><span style="color:#5c5a54">${line}</span></td></tr>`;

/** A newsletter as they are made: a table in the sender's colours, and a picture that would tell that it was opened. */
export const BULLETIN = `<body style="margin:0;background:#f3f1ea;font-family:Georgia,serif;color:#22211f">
<table width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">
<table width="520" cellpadding="0" cellspacing="0" style="background:#ffffff;max-width:100%">
<tr><td style="background:#1f4d3f;color:#ffffff;padding:20px 28px;font-size:22px">Gridley Bulletin
<div style="font-size:13px;color:#cfe0d8">November</div></td></tr>
<tr><td style="padding:24px 28px;font-size:15px;line-height:1.5">
<p style="margin:0 0 16px;font-size:19px">Timber prices fell for the third month in a row</p>
<p style="margin:0 0 20px;color:#5c5a54">Spruce leads, larch follows. What that means for frames ordered before the new year.</p>
<table width="100%" cellpadding="0" cellspacing="0">
${study('A school in larch', 'Twelve classrooms and not one steel beam.')}
${study('Reroofing without scaffolding', 'Two days, one crane, dry all the time.')}
${study('Forty windows in a week', 'How a small workshop plans its year.')}
</table>
<p style="margin:20px 0 0;font-size:12px;color:#77746c">You get this because you subscribed.</p>
</td></tr></table>
<img src="https://gridley-bulletin.example/opened.gif" width="1" height="1" alt="">
</td></tr></table></body>`;

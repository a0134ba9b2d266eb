# 预算公开：卸载。删去安装时写下的一切；【文档\预算公开】里是您的工作簿，不动。
$ErrorActionPreference = 'Stop'
trap { Write-Host "没有卸载完：$($_.Exception.Message)`n请照上面说的办（没有说的，重新启动电脑），关闭 Excel，再运行一次 uninstall.cmd。" -ForegroundColor Red; exit 1 }
$program = "$env:LOCALAPPDATA\budgetbook"
$excel = "$env:APPDATA\Microsoft\Excel\XLSTART"

if (Get-Process EXCEL -ErrorAction SilentlyContinue) { throw 'Excel 还开着。' }
foreach ($path in "$excel\budgetbook.xlam", $program) {
    if (Test-Path -LiteralPath $path) { Remove-Item -LiteralPath $path -Recurse -Force }
}
Write-Host '卸载完了。下一步：打开 Excel，【预算公开】一栏应已不在；安装包和【文档\预算公开】文件夹可以自行删除。' -ForegroundColor Green

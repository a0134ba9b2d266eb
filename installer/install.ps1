# 预算公开：安装。只写当前用户自己的文件夹，不用管理员权限，不用联网。每一步在安装说明里都有手工的做法。
$ErrorActionPreference = 'Stop'
trap { Write-Host "没有装完：$($_.Exception.Message)`n请照上面说的办（没有说的，重新启动电脑），关闭 Excel，再运行一次 install.cmd。" -ForegroundColor Red; exit 1 }
$program = "$env:LOCALAPPDATA\budgetbook"
$excel = "$env:APPDATA\Microsoft\Excel\XLSTART"
$documents = "$([Environment]::GetFolderPath('MyDocuments'))\预算公开"
$python = "$program\venv\Scripts\python.exe"

if (Get-Process EXCEL -ErrorAction SilentlyContinue) { throw 'Excel 还开着。' }

Write-Host '1/5 查找 64 位的 Python 3.13、3.12 或 3.11'
$found = foreach ($version in '3.13', '3.12', '3.11') {
    foreach ($root in 'HKCU:', 'HKLM:') {
        (Get-ItemProperty "$root\Software\Python\PythonCore\$version\InstallPath" -ErrorAction SilentlyContinue).ExecutablePath
    }
}
$found = $found | Where-Object { $_ -and $_ -notlike '*\WindowsApps\*' -and (Test-Path -LiteralPath $_) } | Select-Object -First 1
if (-not $found) { throw '没有找到 64 位的 Python 3.11 至 3.13。请先安装（python.org 的安装程序，选【仅为我安装】；应用商店版不行）。' }

Write-Host "2/5 建立运行环境：$program\venv"
Get-ChildItem -LiteralPath $PSScriptRoot -Recurse -File | Unblock-File
& $found -m venv --clear "$program\venv"
if ($LASTEXITCODE -ne 0) { throw "建立运行环境失败（$found）。" }

Write-Host '3/5 安装程序（逐个核对校验码）'
& $python -m pip install --quiet --disable-pip-version-check --no-index --find-links "$PSScriptRoot\wheels" --require-hashes --requirement "$PSScriptRoot\requirements.txt"
if ($LASTEXITCODE -ne 0) { throw '安装程序失败。安装包可能不完整，请重新解压整个压缩包。' }
& $python -c 'import budgetbook.fronts.ribbon, xlwings'
if ($LASTEXITCODE -ne 0) { throw '程序装上了，但不能运行。请把上面的文字交给技术支持人员。' }

Write-Host '4/5 写设置'
Set-Content -LiteralPath "$program\budgetbook.conf" -Encoding ASCII -Value '"INTERPRETER_WIN","%LOCALAPPDATA%\budgetbook\venv\Scripts\python.exe"'

Write-Host '5/5 复制加载项和模板'
New-Item -ItemType Directory -Force -Path $excel, $documents | Out-Null
Copy-Item -LiteralPath "$PSScriptRoot\budgetbook.xlam" -Destination $excel -Force
Copy-Item -LiteralPath "$PSScriptRoot\使用手册.txt" -Destination $program -Force
foreach ($file in 'department_budget.xlsm', 'department_budget.toml') {
    if (-not (Test-Path -LiteralPath "$documents\$file")) { Copy-Item -LiteralPath "$PSScriptRoot\$file" -Destination $documents }
}
Write-Host "装好了。下一步：打开 Excel，功能区应有【预算公开】一栏；模板在 $documents。" -ForegroundColor Green
